// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why events are refused as a whole; single bad rows go to quarantine instead.
package enum IngestError: ServiceError, Hashable {
    case unknownDataSource(String)
    case nothingReadable(firstError: String)
    case notFillable(dataSource: String, reason: String)
    /// The rows are stored, but a view behind their table failed on them.
    case viewFailed(String)
    /// The engine refused the rows; they are in quarantine.
    case rejected(String)

    package var code: ErrorCode {
        switch self {
        case .unknownDataSource: .notFound
        case .nothingReadable, .notFillable: .invalidRequest
        case .viewFailed, .rejected: .partlyDone
        }
    }

    package var message: String {
        switch self {
        case .unknownDataSource(let name): "data source \"\(name)\" does not exist"
        case .nothingReadable(let firstError): "no line of the body is a JSON object: \(firstError)"
        case .notFillable(let dataSource, let reason): "data source \"\(dataSource)\" cannot be filled: \(reason)"
        case .viewFailed(let error): "the events are stored, but a materialized view failed on them; do not send them again: \(error)"
        case .rejected(let error): "the database refused the events, they are in quarantine; do not send them again: \(error)"
        }
    }
}
