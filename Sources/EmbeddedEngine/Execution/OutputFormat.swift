// Part of Martlet. Apache License 2.0; see LICENSE.

/// What the protocol must know of a ClickHouse output format.
struct OutputFormat: Sendable, Equatable {
    let name: String

    /// What a ClickHouse server answers in when nobody says.
    static let standard = OutputFormat(name: "TabSeparated")

    /// Whether a result ends with the rows and bytes that were read.
    var statesStatistics: Bool {
        switch self.name {
        case "JSON", "JSONStrings", "JSONCompact", "JSONCompactStrings", "JSONColumnsWithMetadata": true
        default: false
        }
    }

    var contentType: String {
        switch self.name {
        case "XML": "application/xml; charset=UTF-8"
        case "Parquet", "Arrow", "ArrowStream", "ORC", "Avro", "Native", "RowBinary", "RowBinaryWithNames", "RowBinaryWithNamesAndTypes":
            "application/octet-stream"
        case _ where self.name.hasPrefix("JSON") && (self.name.contains("EachRow") || self.name == "JSONLines"):
            "application/x-ndjson; charset=UTF-8"
        case _ where self.name.hasPrefix("JSON"): "application/json; charset=UTF-8"
        case _ where self.name.hasPrefix("CSV"): "text/csv; charset=UTF-8; header=\(self.name.contains("WithNames") ? "present" : "absent")"
        case _ where self.name.hasPrefix("TabSeparated") || self.name.hasPrefix("TSV"): "text/tab-separated-values; charset=UTF-8"
        default: "text/plain; charset=UTF-8"
        }
    }
}
