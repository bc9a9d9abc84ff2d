// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why events are refused as a whole; single bad rows go to quarantine instead.
package enum IngestError: ServiceError, Hashable {
    case unknownDataSource(String)
    case nothingReadable(firstError: String)
    case notFillable(dataSource: String, reason: String)
    case tooManyWaiting

    package var code: ErrorCode {
        switch self {
        case .unknownDataSource: .notFound
        case .nothingReadable, .notFillable: .invalidRequest
        case .tooManyWaiting: .unavailable
        }
    }

    package var message: String {
        switch self {
        case .unknownDataSource(let name): "data source \"\(name)\" does not exist"
        case .nothingReadable(let firstError): "no line of the body is a JSON object: \(firstError)"
        case .notFillable(let dataSource, let reason): "data source \"\(dataSource)\" cannot be filled from JSON: \(reason)"
        case .tooManyWaiting: "too many requests wait for a deployment to end, try again shortly"
        }
    }

    package var retryAfterSeconds: Int? {
        if case .tooManyWaiting = self { 1 } else { nil }
    }
}
