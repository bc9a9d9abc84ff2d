// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// Parameters of an endpoint as the fields of a request.
enum PipeParameters {
    /// One field for each member that is not nil, by name.
    static func fields(of parameters: some Encodable) throws -> [(String, String)] {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(UTCText.seconds(date))
        }
        guard case .object(let members) = try JSONDecoder().decode(JSONValue.self, from: try encoder.encode(parameters)) else {
            throw self.invalid(parameters, "the parameters of an endpoint are a struct or a dictionary")
        }
        return try members.sorted { $0.key < $1.key }.compactMap { name, value in
            switch value {
            case .null: nil
            case .list(let items):
                (name, try items.map { try self.item($0, of: name, in: parameters) }.joined(separator: ","))
            case .object: throw self.invalid(parameters, "parameter \(name): an endpoint takes no objects")
            default: (name, value.text)
            }
        }
    }

    private static func item(_ item: JSONValue, of name: String, in parameters: some Encodable) throws -> String {
        switch item {
        case .null, .list, .object: throw self.invalid(parameters, "parameter \(name): a list holds texts, numbers or flags")
        case .text(let text) where text.contains(","):
            throw self.invalid(parameters, "parameter \(name): endpoints divide lists at commas, so no item may have one: \(text)")
        default: return item.text
        }
    }

    private static func invalid(_ parameters: some Encodable, _ reason: String) -> EncodingError {
        .invalidValue(parameters, EncodingError.Context(codingPath: [], debugDescription: reason))
    }
}
