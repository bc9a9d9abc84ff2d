// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
package import NIOCore
package import NIOHTTPTypes

/// Ends connections whose client does not send, or so slowly that it only holds a place: with a 408 where a request is under way.
///
/// Without it a handful of bytes an hour would keep a connection, and what has arrived of a body, for ever.
package final class SlowClientHandler: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private let limits: ClientPace.Limits
    private var pace: ClientPace?
    private var alarm: (task: Scheduled<Void>, deadline: NIODeadline)?

    package init(limits: ClientPace.Limits = ClientPace.Limits()) { self.limits = limits }

    package func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { self.begin(context) } }

    package func channelActive(context: ChannelHandlerContext) {
        self.begin(context)
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        self.alarm?.task.cancel()
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { self.alarm?.task.cancel() }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head: self.pace?.receiveHead(now: context.eventLoop.now)
        case .body(let bytes): self.pace?.receiveBody(byteCount: bytes.readableBytes)
        case .end: self.pace?.receiveEnd(now: context.eventLoop.now)
        }
        self.watch(context)
        context.fireChannelRead(data)
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch self.unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind != .informational: self.pace?.beginAnswer()
        case .head, .body: break
        case .end:
            self.pace?.endAnswer(now: context.eventLoop.now)
            self.watch(context)
        }
        context.write(data, promise: promise)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard self.pace == nil else { return }
        self.pace = ClientPace(limits: self.limits, now: context.eventLoop.now)
        self.watch(context)
    }

    /// Keeps the alarm at or before the deadline: when it rings too early it is set again, which is cheaper than at every piece.
    private func watch(_ context: ChannelHandlerContext) {
        guard let deadline = self.pace?.deadline else { return }
        if let alarm {
            guard deadline < alarm.deadline else { return }
            alarm.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.alarm = nil
            guard let deadline = self.pace?.deadline else { return }
            guard deadline <= context.eventLoop.now else { return self.watch(context) }
            self.end(context)
        }
        self.alarm = (task, deadline)
    }

    private func end(_ context: ChannelHandlerContext) {
        guard self.pace?.canBeTold == true else { return context.close(promise: nil) }
        let body = ByteBuffer(string: #"{"error":"the request came too slowly: it was not complete in time"}"#)
        let headers: HTTPFields = [.contentType: "application/json", .contentLength: "\(body.readableBytes)", .connection: "close"]
        context.write(self.wrapOutboundOut(.head(HTTPResponse(status: .requestTimeout, headerFields: headers))), promise: nil)
        context.write(self.wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension SlowClientHandler: Sendable {}
