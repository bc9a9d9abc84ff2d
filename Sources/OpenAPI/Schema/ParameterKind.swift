// Part of Martlet. Apache License 2.0; see LICENSE.

package import Templates

/// What the declared type of a parameter says of the values that a request may send.
package indirect enum ParameterKind: Sendable, Hashable {
    case text
    case integer(bits: Int, isSigned: Bool)
    /// Integers that no number of JSON holds safely: they are sent as texts.
    case wideInteger(isSigned: Bool)
    case number(bits: Int)
    case boolean
    case date
    case dateTime
    case dateTime64
    case json
    case list(of: ParameterKind)

    /// The kind of a type as authors write it. What is none of the template language's types counts as text, as it does there.
    package init(_ typeName: String) {
        if typeName.hasPrefix("Array("), typeName.hasSuffix(")") {
            // Lists hold no lists: such an item's type is unknown, and text.
            let item = ParameterKind(String(typeName.dropFirst("Array(".count).dropLast()))
            if case .list = item { self = .list(of: .text) } else { self = .list(of: item) }
            return
        }
        switch typeName {
        case "Boolean": self = .boolean
        case "Date": self = .date
        case "DateTime": self = .dateTime
        case "DateTime64": self = .dateTime64
        case "Float32": self = .number(bits: 32)
        case "Float64": self = .number(bits: 64)
        case "JSON": self = .json
        case "Int", "Integer": self = .integer(bits: 32, isSigned: true)
        default: self = Self.integer(typeName) ?? .text
        }
    }

    private static func integer(_ typeName: String) -> ParameterKind? {
        let isSigned = typeName.hasPrefix("Int")
        guard isSigned || typeName.hasPrefix("UInt"), let bits = Int(typeName.drop { $0.isLetter }) else { return nil }
        switch bits {
        case 8, 16, 32, 64: return .integer(bits: bits, isSigned: isSigned)
        case 128, 256: return .wideInteger(isSigned: isSigned)
        default: return nil
        }
    }
}

extension ParameterKind {
    /// What a request may send.
    var schema: JSONSchema {
        switch self {
        case .text: JSONSchema(.string())
        case .integer(let bits, let isSigned):
            JSONSchema(
                .integer(minimum: Self.lowest(bits: bits, isSigned: isSigned), maximum: Self.highest(bits: bits, isSigned: isSigned)),
                format: JSONSchema.integerFormat(bits: bits, isSigned: isSigned))
        case .wideInteger(let isSigned): JSONSchema(.string(pattern: isSigned ? "^[+-]?[0-9]+$" : "^[+]?[0-9]+$"))
        case .number(let bits): JSONSchema(.number, format: bits == 32 ? "float" : "double")
        case .boolean: JSONSchema(.boolean)
        case .date: JSONSchema(.string(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), format: "date")
        case .dateTime: JSONSchema(.string(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}"))
        case .dateTime64: JSONSchema(.string(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}"))
        case .json: JSONSchema(.string(), description: "JSON as a text.")
        case .list(let item): JSONSchema(.array(of: item.schema))
        }
    }

    /// A value that shows the spelling, where the type's name alone does not.
    var example: JSONValue? {
        switch self {
        case .date: .string("2025-01-31")
        case .dateTime: .string("2025-01-31 12:00:00")
        case .dateTime64: .string("2025-01-31 12:00:00.000")
        default: nil
        }
    }

    /// An author's default, choice or example as a value of this kind; nil if it is none, so that the document stays true to itself.
    package func value(_ given: TemplateValue) -> JSONValue? {
        let text = String(describing: given)
        switch self {
        case .text, .json:
            return .string(text)
        case .integer(let bits, let isSigned):
            guard let number = Int128(text), number >= Self.lowest(bits: bits, isSigned: isSigned),
                number <= Self.highest(bits: bits, isSigned: isSigned)
            else { return nil }
            return Int64(exactly: number).map { .integer($0) } ?? UInt64(exactly: number).map { .largeInteger($0) }
        case .number:
            return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
        case .boolean:
            return .boolean(!["", "0", "false"].contains(text.lowercased()))
        case .date:
            return self.schema.accepts(text) && TextFormat.isDay(text) ? .string(text) : nil
        case .wideInteger, .dateTime, .dateTime64:
            return self.schema.accepts(text) ? .string(text) : nil
        case .list(let item):
            let items = Self.items(of: given).map { item.value($0) }
            let values = items.compactMap(\.self)
            return values.count == items.count ? .array(values) : nil
        }
    }

    private static func lowest(bits: Int, isSigned: Bool) -> Int64 { isSigned ? Int64.min >> (64 - bits) : 0 }

    private static func highest(bits: Int, isSigned: Bool) -> UInt64 { UInt64.max >> (64 - bits + (isSigned ? 1 : 0)) }

    /// A text is a list by its commas.
    private static func items(of value: TemplateValue) -> [TemplateValue] {
        switch value {
        case .list(let items), .tuple(let items), .set(let items): items
        default: String(describing: value).split(separator: ",", omittingEmptySubsequences: false).map { .text(String($0)) }
        }
    }
}

extension JSONSchema {
    /// Whether a text matches the pattern.
    fileprivate func accepts(_ text: String) -> Bool {
        guard case .string(let pattern?) = self.shape, let expression = try? Regex(pattern) else { return true }
        return text.firstMatch(of: expression) != nil
    }
}
