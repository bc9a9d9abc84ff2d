// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore

/// A server's side of a connection: it sends a file, or, for a path that ends with `?part`, breaks off before its end,
/// once it is told to.
final class InterruptedFile: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let content: String
    private let signal: EventLoopFuture<Void>

    init(_ content: String, breakingOffAt signal: EventLoopFuture<Void>) {
        self.content = content
        self.signal = signal
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let line = String(buffer: self.unwrapInboundIn(data)).prefix { $0 != "\r" && $0 != "\r\n" }
        let isPart = line.contains("?part ")
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(self.content.utf8.count)\r\n\r\n"
        let body = isPart ? self.content.dropLast(7) : self.content[...]
        let channel = context.channel
        let end = isPart ? self.signal : context.eventLoop.makeSucceededVoidFuture()
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: head + body))).and(end.hop(to: context.eventLoop))
            .whenComplete { _ in channel.close(promise: nil) }
    }
}
