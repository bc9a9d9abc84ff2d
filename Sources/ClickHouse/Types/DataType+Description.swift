// Part of Martlet. Apache License 2.0; see LICENSE.

extension DataType: CustomStringConvertible {
    /// The type as ClickHouse prints it, in `DESCRIBE` and in `toTypeName`.
    package var description: String {
        switch self {
        case .integer(let bits, let isSigned): "\(isSigned ? "Int" : "UInt")\(bits)"
        case .float(bits: 16): "BFloat16"
        case .float(let bits): "Float\(bits)"
        case .decimal(let precision, let scale): "Decimal(\(precision), \(scale))"
        case .bool: "Bool"
        case .string: "String"
        case .fixedString(let byteCount): "FixedString(\(byteCount))"
        case .uuid: "UUID"
        case .ipv4: "IPv4"
        case .ipv6: "IPv6"
        case .date: "Date"
        case .date32: "Date32"
        case .dateTime(let timeZone): "DateTime\(Self.list([timeZone.map(Self.literal)]))"
        case .dateTime64(let precision, let timeZone): "DateTime64\(Self.list(["\(precision)", timeZone.map(Self.literal)]))"
        case .enumeration(let bits, let members):
            "Enum\(bits)\(Self.list(members.map { "\(Self.literal($0.name)) = \($0.value)" }))"
        case .array(let inner): "Array(\(inner))"
        case .map(let key, let value): "Map(\(key), \(value))"
        case .tuple(let elements): "Tuple(\(Self.joined(elements)))"
        case .nested(let elements): "Nested(\(Self.joined(elements)))"
        case .nullable(let inner): "Nullable(\(inner))"
        case .lowCardinality(let inner): "LowCardinality(\(inner))"
        case .aggregateFunction(let function, let arguments):
            "AggregateFunction\(Self.list([function] + arguments.map(\.description)))"
        case .simpleAggregateFunction(let function, let inner): "SimpleAggregateFunction(\(function), \(inner))"
        case .json(let options): "JSON\(Self.list(options.descriptions))"
        case .variant(let alternatives): "Variant\(Self.list(alternatives.map(\.description)))"
        case .dynamic(JSONOptions.defaultMaximumTypes): "Dynamic"
        case .dynamic(let maximumTypes): "Dynamic(max_types=\(maximumTypes))"
        case .geometry(let geometry): geometry.rawValue
        }
    }

    /// Arguments in parentheses, or nothing where there are none.
    private static func list(_ arguments: [String?]) -> String {
        let arguments = arguments.compactMap(\.self)
        return arguments.isEmpty ? "" : "(\(arguments.joined(separator: ", ")))"
    }

    private static func joined(_ elements: [TupleElement]) -> String {
        elements.map { element in element.name.map { "\(Self.identifier($0)) \(element.type)" } ?? "\(element.type)" }
            .joined(separator: ", ")
    }

    /// A string literal, escaped as ClickHouse does.
    static func literal(_ text: String) -> String {
        let escapes: [Unicode.Scalar: String] = [
            "'": "\\'", "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", "\u{8}": "\\b", "\u{c}": "\\f",
        ]
        return "'" + text.unicodeScalars.reduce(into: "") { $0 += escapes[$1] ?? String($1) } + "'"
    }

    /// A name, in back-quotes where ClickHouse prints them.
    fileprivate static func identifier(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { DataTypeLexer.isWord($0) } && !(name.utf8.first.map(DataTypeLexer.isDigit) ?? true)
        let quotedWords: Set = ["all", "distinct", "from", "null", "select", "table"]
        if isPlain, !quotedWords.contains(name.lowercased()) { return name }
        return "`" + name.unicodeScalars.reduce(into: "") { $0 += $1 == "`" || $1 == "\\" ? "\\\($1)" : String($1) } + "`"
    }
}

extension DataType.JSONOptions {
    fileprivate var descriptions: [String] {
        var all: [String] = []
        if self.maximumTypes != Self.defaultMaximumTypes { all.append("max_dynamic_types=\(self.maximumTypes)") }
        if self.maximumPaths != Self.defaultMaximumPaths { all.append("max_dynamic_paths=\(self.maximumPaths)") }
        all += self.typedPaths.map { "\(DataType.identifier($0.name ?? "")) \($0.type)" }
        all += self.skippedPaths.map { "SKIP \(DataType.identifier($0))" }
        all += self.skippedPatterns.map { "SKIP REGEXP \(DataType.literal($0))" }
        return all
    }
}
