// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import Testing

@testable import HTTPServing

/// Seconds after a connection began, at 16 KiB for each second of a body.
@Suite struct ClientPaceTests {
    private var pace = ClientPace(limits: ClientPace.Limits(), now: .uptimeNanoseconds(0))

    private static func second(_ number: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(number) }

    @Test func `a connection without a request ends after a while`() {
        #expect(self.pace.deadline == Self.second(75))
        #expect(!self.pace.canBeTold)
    }

    @Test mutating func `a body may take twenty seconds and one more for each 16 KiB`() {
        self.pace.receiveHead(now: Self.second(10))
        #expect(self.pace.deadline == Self.second(30))
        self.pace.receiveBody(byteCount: 1)
        #expect(self.pace.deadline == Self.second(30))
        self.pace.receiveBody(byteCount: 48 << 10)
        #expect(self.pace.deadline == Self.second(33))
        #expect(self.pace.canBeTold)
    }

    @Test mutating func `our own time does not count`() {
        self.pace.receiveHead(now: Self.second(10))
        self.pace.receiveEnd(now: Self.second(11))
        #expect(self.pace.deadline == nil)
        self.pace.beginAnswer()
        self.pace.endAnswer(now: Self.second(500))
        #expect(self.pace.deadline == Self.second(575))
    }

    @Test mutating func `a client that was answered early is ended without another answer`() {
        self.pace.receiveHead(now: Self.second(10))
        self.pace.beginAnswer()
        #expect(!self.pace.canBeTold)
        self.pace.endAnswer(now: Self.second(11))
        #expect(self.pace.deadline == Self.second(30))
        #expect(!self.pace.canBeTold)
    }

    @Test mutating func `a request behind another begins when that one is answered`() {
        self.pace.receiveHead(now: Self.second(10))
        self.pace.receiveEnd(now: Self.second(10))
        self.pace.receiveHead(now: Self.second(10))
        #expect(self.pace.deadline == nil)
        self.pace.beginAnswer()
        self.pace.endAnswer(now: Self.second(100))
        #expect(self.pace.deadline == Self.second(120))
        #expect(self.pace.canBeTold)
    }
}
