// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a job is not taken, not found or not ended as asked.
package enum JobError: ServiceError, Hashable {
    case unknown(String)
    case tooLateToCancel(String)
    case cannotBeRetried(String, reason: String)
    case tooManyWaiting
    case stopping
    /// It was cancelled; `note` says what it left behind.
    case cancelled(note: String)
    /// The work of a job throws it when the server stops and the next run will go on with it.
    case postponed

    package var code: ErrorCode {
        switch self {
        // 404 for what cannot be cancelled, too (http-api contract, 12).
        case .unknown, .tooLateToCancel: .notFound
        case .cannotBeRetried: .invalidRequest
        case .tooManyWaiting: .overloaded
        case .stopping, .postponed: .unavailable
        case .cancelled: .conflict
        }
    }

    package var message: String {
        switch self {
        case .unknown(let id): "job \"\(id)\" does not exist"
        case .tooLateToCancel(let id): "job \"\(id)\" has ended, or is about to, and cannot be cancelled"
        case .cannotBeRetried(let id, let reason): "job \"\(id)\" cannot be retried: \(reason)"
        case .tooManyWaiting: "too many jobs of this workspace are waiting; try again when some have ended"
        case .stopping: "the server is stopping; try again shortly"
        case .cancelled(let note): "cancelled: \(note)"
        case .postponed: "the server is stopping; it goes on when it starts again"
        }
    }

    package var retryAfterSeconds: Int? {
        switch self {
        case .tooManyWaiting: 10
        case .stopping: 1
        default: nil
        }
    }
}
