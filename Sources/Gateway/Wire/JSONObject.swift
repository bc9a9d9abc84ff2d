// Part of Martlet. Apache License 2.0; see LICENSE.

/// A JSON value built by hand, for the resource objects of the API whose keys depend on what the client asks.
enum JSONObject: Encodable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case double(Double)
    case text(String)
    case list([JSONObject])
    case object([(String, JSONObject)])

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let members):
            var container = encoder.container(keyedBy: Key.self)
            for (name, value) in members { try container.encode(value, forKey: Key(stringValue: name)) }
        case .list(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .boolean(let flag): try container.encode(flag)
            case .integer(let number): try container.encode(number)
            case .double(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            default: try container.encodeNil()
            }
        }
    }

    /// An object with more members.
    func adding(_ members: [(String, JSONObject)]) -> JSONObject {
        guard case .object(let own) = self else { return self }
        return .object(own + members)
    }

    /// A text, or null.
    static func text(optional text: String?) -> JSONObject { text.map { .text($0) } ?? .null }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// The keys that a client wants of each object, all when it names none.
struct AttributeSelection: Sendable {
    private let names: Set<String>?
    private let unwanted: Set<String>

    init(_ list: String?, without unwanted: Set<String> = []) {
        let names = Set((list ?? "").split(separator: ",").map(String.init))
        self.names = names.isEmpty ? nil : names
        self.unwanted = unwanted
    }

    func includes(_ name: String) -> Bool { self.names?.contains(name) ?? !self.unwanted.contains(name) }
}
