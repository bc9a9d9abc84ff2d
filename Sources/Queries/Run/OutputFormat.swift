// Part of Martlet. Apache License 2.0; see LICENSE.

/// The formats of answers, by ClickHouse's names (http-api contract, 8.1 and 10.1).
package enum OutputFormat: String, Sendable, Hashable, CaseIterable {
    case json = "JSON"
    case csv = "CSV"
    case csvWithNames = "CSVWithNames"
    case tsv = "TSV"
    case tsvWithNames = "TSVWithNames"
    case prettyCompact = "PrettyCompact"
    case jsonEachRow = "JSONEachRow"
    case parquet = "Parquet"
    case prometheus = "Prometheus"

    /// The format that a `FORMAT` clause names, in any case.
    package init?(clause: String) {
        guard let format = Self.allCases.first(where: { $0.rawValue.lowercased() == clause.lowercased() }) else { return nil }
        self = format
    }

    /// The format of an endpoint's extension: `json` of `top_pages.json`.
    package init?(fileExtension: String) {
        switch fileExtension {
        case "json": self = .json
        case "csv": self = .csvWithNames
        case "ndjson": self = .jsonEachRow
        case "parquet": self = .parquet
        case "prometheus": self = .prometheus
        default: return nil
        }
    }

    /// Clients tell text from JSON by these exact types (http-api contract, 1.4).
    package var contentType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .csv, .csvWithNames: "text/csv; charset=utf-8"
        case .tsv, .tsvWithNames: "text/tab-separated-values"
        case .prettyCompact: "text/plain"
        case .jsonEachRow: "application/x-ndjson"
        case .parquet: "application/octet-stream"
        case .prometheus: "text/plain; version=0.0.4"
        }
    }
}
