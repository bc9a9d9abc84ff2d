// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a file that is imported consists of.
package enum ImportFormat: Sendable, Hashable {
    /// One JSON object a line.
    case ndjson
    case csv(CSVOptions)
    /// Read by the engine; from there on its rows are lines of JSON.
    case parquet

    /// Its name in the API.
    package var name: String {
        switch self {
        case .ndjson: "ndjson"
        case .csv: "csv"
        case .parquet: "parquet"
        }
    }
}

/// What an import came to, so far.
package struct ImportCounts: Sendable, Hashable {
    package internal(set) var rowCount = 0
    package internal(set) var quarantinedCount = 0
    /// Bytes read, after decompression.
    package internal(set) var byteCount = 0

    package init() {}
}
