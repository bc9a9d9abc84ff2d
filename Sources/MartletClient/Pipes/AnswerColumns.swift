// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Synchronization

/// The types of an answer's columns while its rows are read, for the times in them.
final class AnswerColumns: Sendable {
    static let key: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "martlet.columns") else { preconditionFailure("every text is a key") }
        return key
    }()

    private let types = Mutex<[String: String]>([:])

    func set(_ columns: [AnswerColumn]) {
        let types = Dictionary(columns.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
        self.types.withLock { $0 = types }
    }

    /// Reads a moment. One that is written in local time is refused rather than misread: with it the text does not say which moment it is.
    func date(from decoder: any Decoder) throws -> Date {
        let text = try decoder.singleValueContainer().decode(String.self)
        // A column stands in `data`, in a row.
        let path = decoder.codingPath
        let column = path.count > 2 ? path[2].stringValue : ""
        let type = self.types.withLock { $0[column] } ?? ""
        if let zone = Self.zone(in: type), !["UTC", "Etc/UTC", "GMT"].contains(zone) {
            throw Self.corrupted(
                path, "\(column) is a \(type), in local time: select toTimeZone(\(column), 'UTC'), or decode it as a String")
        }
        guard let date = UTCText.date(text) else { throw Self.corrupted(path, "\"\(text)\" is no time as ClickHouse writes it") }
        return date
    }

    /// The time zone of a type such as `Nullable(DateTime64(3, 'Europe/Madrid'))`.
    private static func zone(in type: String) -> String? {
        let parts = type.split(separator: "'", omittingEmptySubsequences: false)
        return type.contains("DateTime") && parts.count > 2 ? String(parts[1]) : nil
    }

    private static func corrupted(_ path: [any CodingKey], _ reason: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: path, debugDescription: reason))
    }
}
