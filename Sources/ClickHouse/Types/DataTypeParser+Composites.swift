// Part of Martlet. Apache License 2.0; see LICENSE.

extension DataTypeParser {
    mutating func parseNullable(at start: Int) throws(DataTypeError) -> DataType {
        let inner = try self.parseOnlyType("Nullable data type family must have exactly one argument - nested type", at: start)
        switch inner {
        case .nullable, .lowCardinality, .array, .map, .nested, .variant, .dynamic, .geometry, .aggregateFunction:
            throw .invalid("Nested type \(inner) cannot be inside Nullable type", at: start)
        case .simpleAggregateFunction(let function, let stored):
            return .simpleAggregateFunction(function: function, stored.isNullable ? stored : .nullable(stored))
        default:
            return .nullable(inner)
        }
    }

    mutating func parseLowCardinality(at start: Int) throws(DataTypeError) -> DataType {
        let inner = try self.parseOnlyType("LowCardinality data type family must have single argument - type of elements", at: start)
        switch inner {
        case .nullable(.integer), .nullable(.float), .nullable(.bool), .nullable(.string), .nullable(.fixedString), .nullable(.uuid),
            .nullable(.ipv4), .nullable(.ipv6), .nullable(.date), .nullable(.date32), .nullable(.dateTime),
            .integer, .float, .bool, .string, .fixedString, .uuid, .ipv4, .ipv6, .date, .date32, .dateTime:
            return .lowCardinality(inner)
        default:
            let rule = "DataTypeLowCardinality is supported only for numbers, strings, Date or DateTime, but got \(inner)"
            throw .invalid(rule, at: start)
        }
    }

    mutating func parseMap(at start: Int) throws(DataTypeError) -> DataType {
        let types = try self.parseTypes()
        guard types.count == 2 else { throw .invalid("Map data type family must have two arguments: key and value types", at: start) }
        guard !types[0].isNullable else { throw .invalid("Map cannot have a key of type \(types[0])", at: start) }
        return .map(key: types[0], value: types[1])
    }

    mutating func parseElements(_ family: String, at start: Int) throws(DataTypeError) -> [DataType.TupleElement] {
        var elements: [DataType.TupleElement] = []
        try self.parseList { (parser) throws(DataTypeError) in
            let name = try parser.parseElementName()
            elements.append(DataType.TupleElement(name: name, type: try parser.parseType()))
        }
        let namedCount = elements.count { $0.name != nil }
        if family == "Nested", elements.isEmpty || namedCount < elements.count {
            throw .invalid("Nested takes names and types, like Nested(a String, b Int32)", at: start)
        }
        guard namedCount == 0 || namedCount == elements.count else {
            throw .invalid("Names are specified not for all elements of Tuple type", at: start)
        }
        guard Set(elements.compactMap(\.name)).count == namedCount else {
            throw .invalid("\(family) elements must have different names", at: start)
        }
        return elements
    }

    /// A name before a type: quoted, or a word that another word follows.
    private mutating func parseElementName() throws(DataTypeError) -> String? {
        switch self.token {
        case .quotedName(let name):
            try self.advance()
            return name
        case .word(let name):
            guard case .word(let next) = try self.following(), DataTypeFamilies.resolve("\(name) \(next)") == nil else { return nil }
            try self.advance()
            return name
        default:
            return nil
        }
    }

    mutating func parseVariant(at start: Int) throws(DataTypeError) -> DataType {
        let alternatives = try self.parseTypes()
        guard !alternatives.contains(where: \.isNullable) else {
            throw .invalid("Nullable/LowCardinality(Nullable) types are not allowed inside Variant type", at: start)
        }
        return .variant(Set(alternatives).sorted { $0.description < $1.description })
    }
}
