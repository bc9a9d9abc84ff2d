// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletClient
import Testing

/// Live answers of servers that push them, that do not, and that go away.
struct LiveAnswersTests {
    private static func answer(_ number: Int) -> String { #"{"meta":[{"name":"n","type":"Int32"}],"data":[{"n":\#(number)}],"rows":1}"# }

    private static func event(_ number: Int) -> String { "id: i\(number)\ndata: \(self.answer(number))\n\n" }

    private static var options: LiveOptions {
        var options = LiveOptions()
        (options.pollingInterval, options.longestSilence) = (.milliseconds(5), .milliseconds(200))
        return options
    }

    /// The first answers of an endpoint.
    private func first(_ count: Int, of client: MartletClient) async throws -> [Int] {
        var numbers: [Int] = []
        for try await answer in try client.pipe("top").live(["site": "s"], as: [String: Int].self, options: Self.options) {
            numbers += answer.rows.compactMap { $0["n"] }
            if numbers.count == count { break }
        }
        return numbers
    }

    @Test func `a lost stream goes on where it was`() async throws {
        // The second connection is cut within an event, the third says nothing, the fourth is refused for a moment.
        let script: [ScriptedAnswer] = [
            .stream("retry: 1000\n\n" + Self.event(1)), .stream(Self.event(2) + "id: x\ndata: {", end: .cut),
            .stream(":\n\n", end: .silence), .error(503), .stream("event: error\ndata: {\"error\":\"engine\"}\n\n" + Self.event(3)),
        ]
        try await withScript({ _, number in script[min(number, script.count) - 1] }) { client, server in
            let numbers = try await self.first(3, of: client)
            #expect(numbers == [1, 2, 3])
            #expect(server.requests.prefix(5).map { $0.headers["last-event-id"] } == [nil, "i1", "i2", "i2", "i2"])
            #expect(server.requests.allSatisfy { $0.path == "/v0/pipes/top.json?site=s" })
            #expect(server.requests.allSatisfy { $0.headers["accept"]?.hasPrefix("text/event-stream") == true })
        }
    }

    @Test func `a server that does not push is asked, and what is the same is not repeated`() async throws {
        try await withScript({ _, number in
            .json(
                #"{"meta":[{"name":"n","type":"Int32"}],"data":[{"n":\#(number / 3)}],"rows":1,"statistics":{"elapsed":\#(number),"rows_read":1,"bytes_read":1}}"#
            )
        }) { client, server in
            let numbers = try await self.first(3, of: client)
            #expect(numbers == [0, 1, 2])
            #expect(server.requests.count >= 6)
        }
    }

    @Test(arguments: [400, 403, 404, 413]) func `a refusal for good ends the stream`(status: Int) async throws {
        try await withScript({ _, number in number == 1 ? .stream(Self.event(1)) : .error(status, "no") }) { client, server in
            let error = await #expect(throws: MartletClientError.self) { try await self.first(2, of: client) }
            #expect(error?.status == status)
            #expect(server.requests.count == 2)
        }
    }

    @Test func `a cancelled reader is done`() async throws {
        try await withScript({ _, _ in .stream(Self.event(1), end: .silence) }) { client, _ in
            let (seen, note) = AsyncStream<Void>.makeStream()
            var options = LiveOptions()
            options.longestSilence = .seconds(3600)
            let answers = try client.pipe("top").live(as: [String: Int].self, options: options)
            let reader = Task {
                var count = 0
                for try await _ in answers {
                    count += 1
                    note.yield()
                }
                return count
            }
            for await _ in seen { break }
            reader.cancel()
            #expect(try await reader.value == 1)
        }
    }
}
