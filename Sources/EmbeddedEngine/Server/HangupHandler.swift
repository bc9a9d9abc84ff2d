// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore
internal import Synchronization

/// Notices that a client has gone while its statement runs.
///
/// One of these sits in every connection; the request in progress leaves with it what is to be done.
final class HangupHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = Any

    private let action = Mutex<(@Sendable () -> Void)?>(nil)

    /// Sets what happens when the client goes, or, with nil, that nothing does.
    func onHangup(_ action: (@Sendable () -> Void)?) {
        self.action.withLock { $0 = action }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.hangUp()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { self.hangUp() }
        context.fireUserInboundEventTriggered(event)
    }

    private func hangUp() {
        let action = self.action.withLock { action in
            defer { action = nil }
            return action
        }
        action?()
    }
}
