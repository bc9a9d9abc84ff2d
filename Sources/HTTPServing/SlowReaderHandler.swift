// Part of Martlet. Apache License 2.0; see LICENSE.

package import NIOCore

/// Ends connections whose client takes nothing of its answer: what is kept for it is memory that others wait for.
///
/// A piece of an answer is handed to the connection when the one before is almost gone. A reader that needs longer than the patience
/// for one piece, a few KiB a second, is given up.
package final class SlowReaderHandler: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = Any

    private let patience: TimeAmount
    private var alarm: Scheduled<Void>?

    package init(patience: TimeAmount = .seconds(60)) { self.patience = patience }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.alarm?.cancel()
        self.alarm = nil
        if !context.channel.isWritable {
            self.alarm = context.eventLoop.assumeIsolated().scheduleTask(in: self.patience) { context.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        self.alarm?.cancel()
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { self.alarm?.cancel() }
}

@available(*, unavailable)
extension SlowReaderHandler: Sendable {}
