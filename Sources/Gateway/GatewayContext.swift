// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPServing
package import Hummingbird
internal import Logging
internal import MartletCore
package import NIOCore

/// What travels with a request through the gateway.
package struct GatewayContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Names this request in answers and in the log.
    package let requestID: String
    /// Who sent it; nil where that is unknown.
    package let remoteAddress: SocketAddress?
    /// What the route has learnt of the limit on its callers.
    let rateNote = RateNote()
    /// What the route has learnt of the request that the service data sources are to know.
    let note = RequestNote()
    private let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.requestID = RandomID.make()
        self.remoteAddress = source.channel.remoteAddress
        self.channel = source.channel
    }

    /// Bodies of management calls; routes that take data set their own bound.
    package var maxUploadSize: Int { GatewayLimits.formSize.bytes }

    /// Whether the caller runs on this machine.
    package var isLoopback: Bool {
        switch self.remoteAddress {
        case .v4: self.remoteAddress?.ipAddress?.hasPrefix("127.") == true
        case .v6: self.remoteAddress?.ipAddress == "::1" || self.remoteAddress?.ipAddress?.hasPrefix("::ffff:127.") == true
        case .unixDomainSocket: true
        case nil: false
        }
    }
}

extension GatewayContext {
    /// What notices that the client goes away.
    func hangup() async throws -> HangupHandler {
        if self.channel.eventLoop.inEventLoop { return try self.channel.pipeline.syncOperations.handler(type: HangupHandler.self) }
        return try await self.channel.pipeline.handler(type: HangupHandler.self).get()
    }

    /// Ends the connection, whatever is under way.
    func disconnect() { self.channel.close(promise: nil) }

    /// Runs an operation that is cancelled when the client goes away: a query that nobody waits for is ended in the engine.
    func whileConnected<Result: Sendable>(_ operation: @Sendable @escaping () async throws -> Result) async throws -> Result {
        let hangup = try await self.hangup()
        let (departure, departed) = AsyncStream<Never>.makeStream()
        hangup.onHangup { departed.finish() }
        defer { hangup.onHangup(nil) }
        return try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await operation() }
            group.addTask {
                for await _ in departure {}
                throw CancellationError()
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }
}
