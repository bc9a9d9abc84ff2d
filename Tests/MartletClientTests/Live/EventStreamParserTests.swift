// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import MartletClient

/// Server-sent events, however they are cut.
struct EventStreamParserTests {
    private static let text = "retry: 1000\n\n:\n\nid: 7\ndata: {\"a\":\ndata: 1}\n\nevent: error\r\ndata:no\r\n\r\ndata\r\rid:\n\n"
    private static let events = [
        StreamEvent(data: "{\"a\":\n1}", id: "7"), StreamEvent(name: "error", data: "no"), StreamEvent(data: ""),
    ]

    @Test(arguments: 1...9) func `events are the same wherever the stream is cut`(size: Int) throws {
        var parser = EventStreamParser()
        var events: [StreamEvent] = []
        var rest = Array(Self.text.utf8)[...]
        while !rest.isEmpty {
            events += try parser.push(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        #expect(events == Self.events)
    }

    @Test func `an endless event is refused, endless comments are not`() throws {
        var parser = EventStreamParser()
        let comment = ":" + String(repeating: "x", count: 1 << 20) + "\n"
        for _ in 0..<4 { #expect(try parser.push(comment.utf8).isEmpty) }
        let line = "data: " + String(repeating: "x", count: EventStreamParser.eventBytes)
        #expect(throws: MartletClientError.self) { try parser.push(line.utf8) }
    }
}
