// Part of Martlet. Apache License 2.0; see LICENSE.

package import NIOCore
internal import Synchronization

/// Notices that a client has gone while its request is at work.
///
/// One of these sits in every connection; the request in progress leaves with it what is to be done. The framework's own
/// way to watch a client gives up the connection after each request.
package final class HangupHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    package typealias InboundIn = Any

    private enum Client {
        /// It is there; what is to be done when it goes, if a request is at work.
        case present((@Sendable () -> Void)?)
        /// It has gone, perhaps before the request that it sent was looked at.
        case gone
    }

    private let client = Mutex(Client.present(nil))

    package init() {}

    /// Sets what happens when the client goes, at once if it has gone already, or, with nil, that nothing does.
    package func onHangup(_ action: (@Sendable () -> Void)?) {
        let isPresent = self.client.withLock { client in
            guard case .present = client else { return false }
            client = .present(action)
            return true
        }
        if !isPresent { action?() }
    }

    package func channelInactive(context: ChannelHandlerContext) {
        self.hangUp()
        context.fireChannelInactive()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { self.hangUp() }
        context.fireUserInboundEventTriggered(event)
    }

    private func hangUp() {
        let action: (@Sendable () -> Void)? = self.client.withLock { client in
            defer { client = .gone }
            guard case .present(let action) = client else { return nil }
            return action
        }
        action?()
    }
}
