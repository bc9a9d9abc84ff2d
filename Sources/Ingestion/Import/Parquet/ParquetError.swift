// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Why a Parquet file cannot be imported.
enum ParquetError: ServiceError, Hashable {
    case notParquet
    case encrypted
    case tooLarge(limit: Int)
    case metadataTooLarge(limit: Int)
    case tooManyAtOnce
    case noSpace
    case unreadable(String)
    case noColumn(dataSource: String, fileColumns: [String])
    case missing([String], fileColumns: [String])

    var code: ErrorCode {
        switch self {
        case .tooLarge, .metadataTooLarge: .tooLarge
        case .tooManyAtOnce: .overloaded
        case .noSpace: .unavailable
        default: .invalidRequest
        }
    }

    var message: String {
        switch self {
        case .notParquet: "the file is no Parquet file, or not a whole one: it must begin and end with \"PAR1\""
        case .encrypted: "the Parquet file is encrypted; write it without encryption"
        case .tooLarge(let limit): "the Parquet file is larger than \(limit) bytes; split it, or send NDJSON or CSV"
        case .metadataTooLarge(let limit):
            "the metadata of the Parquet file are larger than \(limit) bytes; write it with larger row groups"
        case .tooManyAtOnce: "too many Parquet files are imported at the moment; try again shortly"
        case .noSpace: "the disk has no room for the Parquet file"
        case .unreadable(let reason): "the database cannot read the Parquet file: \(reason)"
        case .noColumn(let dataSource, let fileColumns):
            "no column of the Parquet file belongs to data source \"\(dataSource)\"; the file has \(Self.list(fileColumns))"
        case .missing(let columns, let fileColumns):
            "the Parquet file has no \(Self.list(columns)), which have neither a DEFAULT nor are Nullable; the file has \(Self.list(fileColumns))"
        }
    }

    var retryAfterSeconds: Int? { self == .tooManyAtOnce ? 10 : nil }

    /// Names as people read them, not too many.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
    }
}
