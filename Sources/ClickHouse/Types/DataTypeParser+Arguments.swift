// Part of Martlet. Apache License 2.0; see LICENSE.

extension DataTypeParser {
    /// What follows the name of a family, and the type that comes of it.
    mutating func parseArguments(of family: String, at start: Int) throws(DataTypeError) -> DataType {
        switch family {
        case "String": return try self.ignoringArguments(.string)
        case "Bool": return try self.withoutArguments(.bool, family, at: start)
        case "UUID": return try self.withoutArguments(.uuid, family, at: start)
        case "IPv4": return try self.withoutArguments(.ipv4, family, at: start)
        case "IPv6": return try self.withoutArguments(.ipv6, family, at: start)
        case "Date": return try self.withoutArguments(.date, family, at: start)
        case "Date32": return try self.withoutArguments(.date32, family, at: start)
        case "Float32": return try self.ignoringArguments(.float(bits: 32))
        case "Float64": return try self.ignoringArguments(.float(bits: 64))
        case "BFloat16": return try self.withoutArguments(.float(bits: 16), family, at: start)
        case "FixedString": return try self.parseFixedString(at: start)
        case "DateTime", "DateTime32", "DateTime64": return try self.parseDateTime(family, at: start)
        case "Enum", "Enum8", "Enum16": return try self.parseEnumeration(family, at: start)
        case "Array":
            return .array(try self.parseOnlyType("Array data type family must have exactly one argument - type of elements", at: start))
        case "Nullable": return try self.parseNullable(at: start)
        case "LowCardinality": return try self.parseLowCardinality(at: start)
        case "Map": return try self.parseMap(at: start)
        case "Tuple": return .tuple(try self.parseElements(family, at: start))
        case "Nested": return .nested(try self.parseElements(family, at: start))
        case "AggregateFunction": return try self.parseAggregateFunction(at: start)
        case "SimpleAggregateFunction": return try self.parseSimpleAggregateFunction(at: start)
        case "JSON": return .json(try self.parseJSONOptions())
        case "Variant": return try self.parseVariant(at: start)
        case "Dynamic": return .dynamic(maximumTypes: try self.parseMaximumTypes())
        default: break
        }
        if let geometry = DataType.Geometry(rawValue: family) { return try self.withoutArguments(.geometry(geometry), family, at: start) }
        if family.hasPrefix("Decimal") { return try self.parseDecimal(family, at: start) }
        let isSigned = !family.hasPrefix("U")
        guard let bits = Int(family.drop { !$0.isNumber }) else { preconditionFailure("\(family) is a known family without a parser") }
        return try self.ignoringArguments(.integer(bits: bits, isSigned: isSigned))
    }

    /// Reads a list in parentheses, if there is one; a comma may stand before the closing one.
    mutating func parseList(_ parseItem: (inout Self) throws(DataTypeError) -> Void) throws(DataTypeError) {
        guard try self.take("(") else { return }
        while try !self.take(")") {
            try parseItem(&self)
            if try !self.take(",") {
                try self.expect(")")
                return
            }
        }
    }

    mutating func parseTypes() throws(DataTypeError) -> [DataType] {
        var types: [DataType] = []
        try self.parseList { (parser) throws(DataTypeError) in types.append(try parser.parseType()) }
        return types
    }

    mutating func parseOnlyType(_ rule: String, at start: Int) throws(DataTypeError) -> DataType {
        let types = try self.parseTypes()
        guard types.count == 1 else { throw .invalid(rule, at: start) }
        return types[0]
    }

    /// Numbers and strings, the way most families take them.
    mutating func parseLiterals() throws(DataTypeError) -> [DataTypeLexer.Token] {
        var literals: [DataTypeLexer.Token] = []
        try self.parseList { (parser) throws(DataTypeError) in
            switch parser.token {
            case .number, .string: literals.append(parser.token)
            default: throw parser.unexpected("a number or a string")
            }
            try parser.advance()
        }
        return literals
    }

    private mutating func withoutArguments(_ type: DataType, _ family: String, at start: Int) throws(DataTypeError) -> DataType {
        guard try self.parseLiterals().isEmpty else { throw .invalid("Data type \(family) cannot have arguments", at: start) }
        return type
    }

    /// `INT(11)` and `VARCHAR(20)`: a width of other databases that means nothing here.
    private mutating func ignoringArguments(_ type: DataType) throws(DataTypeError) -> DataType {
        _ = try self.parseLiterals()
        return type
    }
}
