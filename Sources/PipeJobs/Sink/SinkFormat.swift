// Part of Martlet. Apache License 2.0; see LICENSE.

/// How the files of a sink are written.
enum SinkFormat: String, Sendable, Hashable, CaseIterable {
    case csv
    case ndjson
    case parquet

    /// The engine's name of it.
    var engineName: String {
        switch self {
        case .csv: "CSVWithNames"
        case .ndjson: "JSONEachRow"
        case .parquet: "Parquet"
        }
    }
}

/// How the files of a sink are compressed; Parquet compresses within.
enum SinkCompression: String, Sendable, Hashable, CaseIterable {
    case none
    case gzip
    case brotli
    case deflate
    case xz
    case zstd
    case lz4
    case bzip2
    case snappy

    init?(name: String) {
        switch name.lowercased() {
        case "gz": self = .gzip
        case "br": self = .brotli
        case "bz2": self = .bzip2
        case "zst": self = .zstd
        case "": self = .none
        case let name: self.init(rawValue: name)
        }
    }

    /// The engine's name of it around a file.
    var engineName: String {
        switch self {
        case .brotli: "br"
        case .bzip2: "bz2"
        default: self.rawValue
        }
    }

    /// What a compressed file's name ends in.
    var fileExtension: String? {
        switch self {
        case .none: nil
        case .gzip: "gz"
        case .brotli: "br"
        case .deflate: "deflate"
        case .zstd: "zst"
        case .bzip2: "bz2"
        case .xz, .lz4, .snappy: self.rawValue
        }
    }

    /// The engine's name of it within Parquet; nil where Parquet knows none such.
    var parquetName: String? {
        switch self {
        case .none, .gzip, .brotli, .zstd, .lz4, .snappy: self.rawValue
        case .deflate, .xz, .bzip2: nil
        }
    }
}
