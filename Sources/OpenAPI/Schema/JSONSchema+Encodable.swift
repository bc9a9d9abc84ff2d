// Part of Martlet. Apache License 2.0; see LICENSE.

extension JSONSchema: Encodable {
    private enum Keyword: String, CodingKey {
        case type, format, description, `default`, `enum`, examples, minimum, maximum, pattern, items, prefixItems, minItems, maxItems
        case properties, required, additionalProperties, anyOf
        case reference = "$ref"
        case typeName = "x-clickhouse-type"
    }

    package func encode(to encoder: any Encoder) throws {
        var keywords = encoder.container(keyedBy: Keyword.self)
        try self.encodeShape(into: &keywords)
        try keywords.encodeIfPresent(self.format, forKey: .format)
        try keywords.encodeIfPresent(self.description, forKey: .description)
        try keywords.encodeIfPresent(self.defaultValue, forKey: .default)
        if !self.choices.isEmpty { try keywords.encode(self.choices + (self.isNullable ? [.null] : []), forKey: .enum) }
        if !self.examples.isEmpty { try keywords.encode(self.examples, forKey: .examples) }
        try keywords.encodeIfPresent(self.typeName, forKey: .typeName)
    }

    private func encodeShape(into keywords: inout KeyedEncodingContainer<Keyword>) throws {
        switch self.shape {
        case .anything:
            break
        case .boolean:
            try self.encodeType("boolean", into: &keywords)
        case .integer(let minimum, let maximum):
            try self.encodeType("integer", into: &keywords)
            try keywords.encodeIfPresent(minimum, forKey: .minimum)
            try keywords.encodeIfPresent(maximum, forKey: .maximum)
        case .number:
            try self.encodeType("number", into: &keywords)
        case .string(let pattern):
            try self.encodeType("string", into: &keywords)
            try keywords.encodeIfPresent(pattern, forKey: .pattern)
        case .array(let item):
            try self.encodeType("array", into: &keywords)
            try keywords.encode(item, forKey: .items)
        case .tuple(let items):
            try self.encodeType("array", into: &keywords)
            if !items.isEmpty { try keywords.encode(items, forKey: .prefixItems) }
            try keywords.encode(items.count, forKey: .minItems)
            try keywords.encode(items.count, forKey: .maxItems)
        case .object(let properties):
            try self.encodeType("object", into: &keywords)
            try keywords.encode(Dictionary(properties.map { ($0.name, $0.schema) }) { $1 }, forKey: .properties)
            let required = properties.filter(\.isRequired).map(\.name)
            if !required.isEmpty { try keywords.encode(required, forKey: .required) }
        case .map(let value):
            try self.encodeType("object", into: &keywords)
            try keywords.encode(value, forKey: .additionalProperties)
        case .anyOf(let alternatives):
            try keywords.encode(alternatives, forKey: .anyOf)
        case .reference(let name):
            try keywords.encode("#/components/schemas/\(name)", forKey: .reference)
        }
    }

    private func encodeType(_ name: String, into keywords: inout KeyedEncodingContainer<Keyword>) throws {
        if self.isNullable {
            try keywords.encode([name, "null"], forKey: .type)
        } else {
            try keywords.encode(name, forKey: .type)
        }
    }
}
