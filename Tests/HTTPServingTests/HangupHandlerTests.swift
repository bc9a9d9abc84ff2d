// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import HTTPServing

@Suite struct HangupHandlerTests {
    private final class Count: Sendable {
        private let value = Mutex(0)
        func increment() { self.value.withLock { $0 += 1 } }
        var current: Int { self.value.withLock { $0 } }
    }

    private let handler = HangupHandler()
    private let count = Count()

    private func connected() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: self.handler)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/x")).wait()
        return channel
    }

    @Test func `a client that goes is noticed once`() throws {
        let channel = try self.connected()
        self.handler.onHangup { [count] in count.increment() }
        #expect(self.count.current == 0)
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        try channel.close().wait()
        #expect(self.count.current == 1)
    }

    @Test func `a client that went before its request was looked at is noticed then`() throws {
        let channel = try self.connected()
        try channel.close().wait()
        self.handler.onHangup { [count] in count.increment() }
        #expect(self.count.current == 1)
    }

    @Test func `nothing happens between requests`() throws {
        let channel = try self.connected()
        self.handler.onHangup { [count] in count.increment() }
        self.handler.onHangup(nil)
        try channel.close().wait()
        #expect(self.count.current == 0)
    }
}
