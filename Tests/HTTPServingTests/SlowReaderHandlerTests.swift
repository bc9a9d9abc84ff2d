// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import NIOEmbedded
import Testing

@testable import HTTPServing

@Suite struct SlowReaderHandlerTests {
    private func connected() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: SlowReaderHandler(patience: .seconds(60)))
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/x")).wait()
        return channel
    }

    private func set(_ channel: EmbeddedChannel, writable: Bool) {
        channel.isWritable = writable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    @Test func `a client that takes nothing of its answer is given up`() throws {
        let channel = try self.connected()
        self.set(channel, writable: false)
        channel.embeddedEventLoop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func `a client that takes it piece by piece has its time for each`() throws {
        let channel = try self.connected()
        for _ in 0..<10 {
            self.set(channel, writable: false)
            channel.embeddedEventLoop.advanceTime(by: .seconds(59))
            self.set(channel, writable: true)
        }
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
    }
}
