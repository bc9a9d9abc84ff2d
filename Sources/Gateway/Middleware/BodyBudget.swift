// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Hummingbird
internal import MartletCore
internal import Synchronization

/// Bounds what the bodies of all requests hold in memory together: each is bounded, but there may be thousands of them.
///
/// A body counts as it arrives and until its request is answered, for what is made of it lives as long. What does not fit is refused
/// with 429 before it takes the memory that others need.
struct BodyBudget: RouterMiddleware {
    typealias Context = GatewayContext

    private let pool = Pool(limit: GatewayLimits.bodiesSize)

    @concurrent func handle(
        _ request: Request, context: GatewayContext, next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        let share = Share(pool: self.pool)
        defer { share.giveBack() }
        return try await Self.$share.withValue(share) { try await next(request, context) }
    }

    /// Counts bytes of the current request's body.
    static func take(_ byteCount: Int) throws { try self.share?.take(byteCount) }

    @TaskLocal private static var share: Share?

    /// What all requests have.
    final class Pool: Sendable {
        private let limit: ByteCount
        private let taken = Atomic(0)

        init(limit: ByteCount) { self.limit = limit }

        /// False if it does not fit.
        func take(_ byteCount: Int) -> Bool {
            guard self.taken.add(byteCount, ordering: .relaxed).newValue > self.limit.bytes else { return true }
            self.giveBack(byteCount)
            return false
        }

        func giveBack(_ byteCount: Int) { self.taken.subtract(byteCount, ordering: .relaxed) }
    }

    /// What one request has of it.
    final class Share: Sendable {
        private let pool: Pool
        private let taken = Atomic(0)

        init(pool: Pool) { self.pool = pool }

        func take(_ byteCount: Int) throws {
            guard self.pool.take(byteCount) else {
                throw RequestError(.overloaded, "the server holds as many bodies as it has room for; try again", retryAfterSeconds: 1)
            }
            self.taken.add(byteCount, ordering: .relaxed)
        }

        func giveBack() { self.pool.giveBack(self.taken.exchange(0, ordering: .relaxed)) }
    }
}
