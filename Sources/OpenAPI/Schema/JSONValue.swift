// Part of Martlet. Apache License 2.0; see LICENSE.

/// A JSON value that stands in a schema: a default, a choice, an example.
package enum JSONValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// What only `UInt64` holds.
    case largeInteger(UInt64)
    case number(Double)
    case string(String)
    case array([JSONValue])
}

extension JSONValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let flag): try container.encode(flag)
        case .integer(let number): try container.encode(number)
        case .largeInteger(let number): try container.encode(number)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let items): try container.encode(items)
        }
    }
}
