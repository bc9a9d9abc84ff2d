// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// Writes events as lines of newline-delimited JSON, without their ends.
struct EventEncoder: Sendable {
    private let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(UTCText.iso(date))
        }
        return encoder
    }()

    /// One JSON object in one line.
    func line(of event: some Encodable) throws -> Data {
        let line = try self.encoder.encode(event)
        guard line.first == UInt8(ascii: "{") else {
            throw EncodingError.invalidValue(
                event, EncodingError.Context(codingPath: [], debugDescription: "an event is encoded as a JSON object: use a struct"))
        }
        return line
    }
}
