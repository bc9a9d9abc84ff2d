// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a query is refused because of the others.
package enum AdmissionRefusal: ServiceError, Hashable {
    /// Its turn did not come in time, because of this.
    case waitedTooLong(AdmissionObstacle, patience: Duration)
    /// So many wait that one more may not.
    case lineIsFull(AdmissionCrowd, limit: Int)

    package var code: ErrorCode { .overloaded }
    package var retryAfterSeconds: Int? { 1 }

    package var message: String {
        let reason =
            switch self {
            case .waitedTooLong(let obstacle, let patience): "\(obstacle), and this one waited \(patience.components.seconds) s in vain"
            case .lineIsFull(let crowd, let limit): "\(limit) \(crowd.rawValue) wait for their turn already"
            }
        return "too many queries at once: \(reason); try again in 1 s"
    }
}

/// Whose queries are counted together.
package enum AdmissionCrowd: String, Sendable, Hashable {
    case server = "queries"
    case workspace = "queries of this workspace"
    case token = "queries of this token"
}

/// What keeps a query from beginning.
package enum AdmissionObstacle: Sendable, Hashable, CustomStringConvertible {
    case running(AdmissionCrowd, limit: Int)
    case unread(AdmissionCrowd, limit: ByteCount)

    package var description: String {
        switch self {
        case .running(let crowd, let limit): "the limit of \(limit) running \(crowd.rawValue) is reached"
        case .unread(.token, let limit): "answers of \(limit.bytes >> 20) MiB wait to be read by the users of this token"
        case .unread(_, let limit): "answers of \(limit.bytes >> 20) MiB wait to be read"
        }
    }
}
