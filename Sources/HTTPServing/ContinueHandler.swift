// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
package import NIOCore
package import NIOHTTPTypes

/// Tells clients that ask before they send a large body to go ahead (RFC 9110, section 10.1.1).
///
/// Without an answer they wait for a second. Whether the body is wanted is decided by the route, which then reads it or not.
package final class ContinueHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundOut = HTTPResponsePart

    package init() {}

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = self.unwrapInboundIn(data), head.headerFields[.expect]?.lowercased() == "100-continue" {
            context.writeAndFlush(self.wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        context.fireChannelRead(data)
    }
}
