// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles

/// The answer of `POST /v0/analyze`.
extension Analysis: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var answer = encoder.container(keyedBy: Key.self)
        var analysis = answer.nestedContainer(keyedBy: Key.self, forKey: "analysis")
        try analysis.encode(self.columns, forKey: "columns")
        try analysis.encode(self.schema, forKey: "schema")

        var preview = answer.nestedContainer(keyedBy: Key.self, forKey: "preview")
        try preview.encode(self.columns.map { ["name": $0.name, "type": "\($0.columnType)"] }, forKey: "meta")
        let rows = self.preview.map { Dictionary(zip(self.columns.map(\.name), $0)) { first, _ in first } }
        try preview.encode(rows, forKey: "data")
        try preview.encode(rows.count, forKey: "rows")
        var statistics = preview.nestedContainer(keyedBy: Key.self, forKey: "statistics")
        try statistics.encode(self.elapsed / .seconds(1), forKey: "elapsed")
        try statistics.encode(self.rowCount, forKey: "rows_read")
        try statistics.encode(self.byteCount, forKey: "bytes_read")

        try answer.encodeIfPresent(self.dialect, forKey: "dialect")
    }
}

extension AnalyzedColumn: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var column = encoder.container(keyedBy: Key.self)
        try column.encodeIfPresent(self.path?.description, forKey: "path")
        try column.encode("\(self.type)", forKey: "recommended_type")
        try column.encode(self.presentShare, forKey: "present_pct")
        try column.encode(self.name, forKey: "name")
    }
}

extension AnalyzedDialect: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var dialect = encoder.container(keyedBy: Key.self)
        try dialect.encode(String(UnicodeScalar(self.delimiter)), forKey: "delimiter")
        try dialect.encode(self.hasHeader, forKey: "has_header")
    }
}

extension PreviewValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let items): try container.encode(items)
        }
    }
}

private struct Key: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringLiteral: String) { self.stringValue = stringLiteral }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
