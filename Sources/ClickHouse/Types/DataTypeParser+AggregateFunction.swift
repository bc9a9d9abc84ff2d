// Part of Martlet. Apache License 2.0; see LICENSE.

extension DataTypeParser {
    /// The functions whose partial results are plain values of their result type.
    private static let simpleFunctions: Set = [
        "any", "any_respect_nulls", "anyLast", "anyLast_respect_nulls", "min", "max", "sum", "sumWithOverflow",
        "groupBitAnd", "groupBitOr", "groupBitXor", "sumMap", "minMap", "maxMap", "groupArrayArray", "groupArrayLastArray",
        "groupUniqArrayArray", "groupUniqArrayArrayMap", "sumMappedArrays", "minMappedArrays", "maxMappedArrays",
    ]

    mutating func parseAggregateFunction(at start: Int) throws(DataTypeError) -> DataType {
        let (function, arguments) = try self.parseFunction("AggregateFunction", at: start)
        return .aggregateFunction(function: function, arguments: arguments)
    }

    mutating func parseSimpleAggregateFunction(at start: Int) throws(DataTypeError) -> DataType {
        let (function, arguments) = try self.parseFunction("SimpleAggregateFunction", at: start)
        let name = String(function.prefix { $0 != "(" })
        guard Self.simpleFunctions.contains(name) else {
            let supported = Self.simpleFunctions.sorted().joined(separator: ",")
            throw .invalid("Unsupported aggregate function \(name), supported functions are \(supported)", at: start)
        }
        guard arguments.count == 1 else {
            throw .invalid("SimpleAggregateFunction takes a function and one type, like SimpleAggregateFunction(max, DateTime)", at: start)
        }
        if name == "sum", let result = Self.sumResult(of: arguments[0].unwrapped), result != arguments[0].unwrapped {
            let returned = arguments[0].isNullable ? DataType.nullable(result) : result
            throw DataTypeError(
                "Incompatible data types between aggregate function 'sum' which returns \(returned) and column storage type \(arguments[0])",
                at: start)
        }
        return .simpleAggregateFunction(function: function, arguments[0])
    }

    /// What `sum` makes of a type, nil if it does not add such values at all.
    private static func sumResult(of type: DataType) -> DataType? {
        switch type {
        case .integer(let bits, let isSigned): .integer(bits: max(bits, 64), isSigned: isSigned)
        case .bool: .integer(bits: 64, isSigned: false)
        case .float: .float(bits: 64)
        case .decimal(let precision, let scale): .decimal(precision: precision > 38 ? 76 : 38, scale: scale)
        default: nil
        }
    }

    /// `name`, `name(parameters)`, with the types that follow; ClickHouse prints the version of some states before the name.
    private mutating func parseFunction(
        _ family: String, at start: Int
    ) throws(DataTypeError) -> (function: String, arguments: [DataType]) {
        guard try self.take("(") else { throw .invalid("\(family) takes a function and types, like \(family)(max, Int64)", at: start) }
        var version = ""
        if case .number(let text) = self.token {
            version = "\(text), "
            try self.advance()
            try self.expect(",")
        }
        guard case .word(let name) = self.token else { throw self.unexpected("the name of an aggregate function") }
        try self.advance()
        var parameters: [String] = []
        try self.parseList { (parser) throws(DataTypeError) in parameters.append(try parser.parseParameter()) }
        var arguments: [DataType] = []
        while try self.take(","), self.token != .punctuation(")") { arguments.append(try self.parseType()) }
        try self.expect(")")
        return (version + name + (parameters.isEmpty ? "" : "(\(parameters.joined(separator: ", ")))"), arguments)
    }

    private mutating func parseParameter() throws(DataTypeError) -> String {
        let parameter: String
        switch self.token {
        case .number(let text): parameter = Self.canonicalNumber(text)
        case .string(let text): parameter = DataType.literal(text)
        default: throw self.unexpected("a number or a string")
        }
        try self.advance()
        return parameter
    }

    /// `0.50` and `.5` are one parameter.
    private static func canonicalNumber(_ text: String) -> String {
        guard text.contains("."), let value = Double(text) else { return text }
        return Int(exactly: value).map { "\($0)." } ?? "\(value)"
    }
}
