// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Synchronization
internal import Workspaces

/// Counts requests against the limits of the server: a look-up and three additions for each, nothing where there is no limit.
package final class RateLimiter: Sendable {
    /// What is counted together.
    enum Subject: Hashable {
        case events(WorkspaceID, dataSource: String)
        case queries(WorkspaceID)
        case imports(WorkspaceID)
        /// All that tokens of one name send.
        case token(WorkspaceID, name: String)
    }

    private let limits: RateLimits
    private let start = ContinuousClock.now
    private let buckets = Mutex<[Subject: RateBucket]>([:])

    package init(limits: RateLimits) { self.limits = limits }

    /// Counts a request, notes for its answer what is left, and refuses it if nothing is: first by the limit that the token brings
    /// along, whose figures its bearer is told, then by the server's.
    func take(_ subject: Subject, by grant: AccessGrant, for context: GatewayContext) throws {
        var own: RateStatus?
        if let workspace = grant.token.workspaceID, let most = grant.token.requestsPerSecond {
            own = try self.take(.token(workspace, name: grant.token.name), limit: .perSecond(most), for: context)
        }
        guard let limit = self.limit(of: subject) else { return }
        _ = try self.take(subject, limit: limit, for: context)
        if let own { context.rateNote.set(own) }
    }

    private func take(_ subject: Subject, limit: RateLimit, for context: GatewayContext) throws -> RateStatus {
        let status = self.take(subject, limit: limit, now: self.now)
        context.rateNote.set(status)
        if let wait = status.untilNext { throw RateLimitError(subject: subject, limit: limit, retryAfter: RateStatus.seconds(wait)) }
        return status
    }

    private func limit(of subject: Subject) -> RateLimit? {
        switch subject {
        case .events: self.limits.events
        case .queries: self.limits.queries
        case .imports: self.limits.imports
        case .token: nil
        }
    }

    private func take(_ subject: Subject, limit: RateLimit, now: Int64) -> RateStatus {
        self.buckets.withLock { buckets in
            // A full bucket is like none. Data sources come and go, so the full ones are forgotten when there are too many.
            if buckets.count >= GatewayLimits.rateBuckets { buckets = buckets.filter { $0.value.fullAt > now } }
            return buckets[subject, default: RateBucket()].take(limit, now: now)
        }
    }

    private var now: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - self.start).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

/// Why a request is refused that came too soon.
struct RateLimitError: ServiceError {
    let subject: RateLimiter.Subject
    let limit: RateLimit
    let retryAfter: Int

    var code: ErrorCode { .overloaded }
    var retryAfterSeconds: Int? { self.retryAfter }

    var message: String {
        let what =
            switch self.subject {
            case .events(_, let dataSource): "requests with events for data source \"\(dataSource)\""
            case .queries: "queries of this workspace"
            case .imports: "imports of this workspace"
            case .token(_, let name): "requests with tokens named \"\(name)\""
            }
        return "too many requests: at most \(self.limit.requests) \(what) a \(self.limit.windowName), try again in \(self.retryAfter) s"
    }
}

/// Where a route leaves for the answer what it has learnt of its limit, whether it ends with an answer or an error.
final class RateNote: Sendable {
    private let status = Mutex<RateStatus?>(nil)

    func set(_ status: RateStatus) { self.status.withLock { $0 = status } }
    var value: RateStatus? { self.status.withLock { $0 } }
}
