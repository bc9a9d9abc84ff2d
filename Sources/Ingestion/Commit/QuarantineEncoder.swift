// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import FoundationEssentials
internal import Workspaces

/// Writes quarantined rows as the quarantine table takes them: one JSON object a row.
///
/// The table's columns are those of the datafiles contract, section 16: the faults, the import, the row's raw texts.
struct QuarantineEncoder {
    let columnNames: [String]
    /// What brought the rows; nil if nobody knows any more.
    let importID: String?

    func encode(_ rows: [QuarantinedRow]) throws -> [UInt8] {
        let encoder = JSONEncoder()
        var bytes: [UInt8] = []
        for row in rows {
            var object: [String: QuarantineValue] = [
                "c__error_column": .texts(row.columns), "c__error": .texts(row.errors),
            ]
            object["c__import_id"] = self.importID.map { .text($0) }
            for (name, value) in zip(self.columnNames, row.values) { object[name] = value.map { .text($0) } }
            bytes += try encoder.encode(object)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}

private enum QuarantineValue: Encodable {
    case text(String)
    case texts([String])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .texts(let texts): try container.encode(texts)
        }
    }
}
