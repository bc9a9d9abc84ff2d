// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Synchronization
import Testing

/// Events on their way to a server that is busy, away, or refuses.
struct EventWriterTests {
    private struct Event: Encodable {
        let n: Int
        var at: Date?
    }

    /// What a writer has told.
    private final class Reports: Sendable {
        private let all = Mutex<[EventReport]>([])
        func note(_ report: EventReport) { self.all.withLock { $0.append(report) } }
        var receipts: [AppendReceipt] { self.all.withLock { $0.compactMap { if case .stored(let receipt) = $0 { receipt } else { nil } } } }
        var lost: [LostEvents] { self.all.withLock { $0.compactMap { if case .lost(let lost) = $0 { lost } else { nil } } } }
        var delays: [Int?] { self.all.withLock { $0.compactMap { if case .delayed(let error, _) = $0 { error.status } else { nil } } } }
        var refusals: [EventRefusal] { self.all.withLock { $0.compactMap { if case .refused(let reason) = $0 { reason } else { nil } } } }
    }

    private static func options(_ change: (inout EventWriter.Options) -> Void = { _ in }) -> EventWriter.Options {
        var options = EventWriter.Options()
        options.batchAge = .seconds(3600)
        change(&options)
        return options
    }

    @Test(arguments: [(EventCompression.none, nil), (.gzip, "gzip"), (.zstandard, "zstd")] as [(EventCompression, String?)])
    func `events arrive in batches, in their order, compressed`(compression: EventCompression, encoding: String?) async throws {
        try await withScript({ request, _ in .receipt(request.lines.count) }) { client, server in
            let reports = Reports()
            let options = Self.options { ($0.compression, $0.batchEvents) = (compression, 2) }
            let writer = EventWriter(client, dataSource: "my events", options: options) { reports.note($0) }
            await writer.withRunning { writer in
                for n in 1...5 { #expect(writer.write(Event(n: n))) }
            }
            #expect(server.requests.map(\.body) == ["{\"n\":1}\n{\"n\":2}\n", "{\"n\":3}\n{\"n\":4}\n", "{\"n\":5}\n"])
            #expect(server.requests.allSatisfy { $0.method == "POST" && $0.path == "/v0/events?name=my%20events&wait=false" })
            #expect(server.requests.allSatisfy { $0.headers["content-encoding"] == encoding })
            #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer p.secret" })
            #expect(Set(server.requests.map { $0.headers["idempotency-key"] }).count == 3)
            #expect(reports.receipts.map(\.successfulRows) == [2, 2, 1])
        }
    }

    @Test func `a batch keeps its key over all attempts`() async throws {
        let failures: [ScriptedAnswer] = [.error(503), .error(429, headers: ["Retry-After": "0"]), .json("", status: 500)]
        try await withScript({ request, number in number <= 3 ? failures[number - 1] : .receipt(request.lines.count, quarantined: 1) }) {
            client, server in
            let reports = Reports()
            let writer = EventWriter(client, dataSource: "events", options: Self.options()) { reports.note($0) }
            await writer.withRunning { writer in
                writer.write(Event(n: 1))
                await writer.flush()
                #expect(reports.receipts.map(\.quarantinedRows) == [1])
            }
            #expect(server.requests.count == 4)
            #expect(Set(server.requests.map { $0.headers["idempotency-key"] }).count == 1)
            #expect(Set(server.requests.map(\.body)) == ["{\"n\":1}\n"])
            #expect(reports.delays == [503, 429, 500])
        }
    }

    @Test func `an answer that breaks off is no answer`() async throws {
        let cut = ScriptedAnswer(body: "{\"successful_rows\":", end: .cut)
        try await withScript({ _, number in number == 1 ? cut : .receipt(1) }) { client, server in
            let reports = Reports()
            await EventWriter(client, dataSource: "events", options: Self.options()) { reports.note($0) }.withRunning {
                $0.write(Event(n: 1))
            }
            #expect(reports.delays == [nil])
            #expect(reports.receipts.count == 1)
            #expect(Set(server.requests.map { $0.headers["idempotency-key"] }).count == 1)
        }
    }

    @Test(arguments: [(403, 1), (413, 1), (422, 1), (500, 4)])
    func `what cannot be delivered is handed back, and the next batch goes on`(status: Int, attempts: Int) async throws {
        try await withScript({ request, _ in request.body.contains("1") ? .error(status, "no") : .receipt(1) }) { client, server in
            let reports = Reports()
            let options = Self.options { $0.batchEvents = 1 }
            await EventWriter(client, dataSource: "events", options: options) { reports.note($0) }.withRunning { writer in
                writer.write(Event(n: 1))
                writer.write(Event(n: 2))
            }
            #expect(reports.lost.map { String(decoding: $0.lines, as: UTF8.self) } == ["{\"n\":1}\n"])
            #expect(reports.lost.map(\.eventCount) == [1])
            #expect((reports.lost.first?.error as? MartletClientError)?.message == "no")
            #expect(reports.lost.first?.idempotencyKey == server.requests.first?.headers["idempotency-key"])
            #expect(server.requests.count == attempts + 1)
            #expect(reports.receipts.map(\.successfulRows) == [1])
        }
    }

    @Test func `who writes is never held up`() async throws {
        try await withScript({ _, _ in .receipt(0) }) { client, _ in
            let reports = Reports()
            let options = Self.options { ($0.batchBytes, $0.queueBytes) = (16, 16) }
            let writer = EventWriter(client, dataSource: "events", options: options) { reports.note($0) }
            // Nobody runs it.
            #expect(writer.write(Event(n: 1)) && writer.write(Event(n: 2)))
            #expect(!writer.write(Event(n: 3)))
            #expect(!writer.write(Event(n: 1_000_000_000_000)))
            #expect(!writer.write(["a list"]))
            #expect(!writer.write(["n": Double.nan]))
            writer.shutDown()
            #expect(!writer.write(Event(n: 4)))
            #expect(
                reports.refusals.map { "\($0)".prefix { $0 != "(" } } == [
                    "queueIsFull", "tooLarge", "notEncodable", "notEncodable", "isShutDown",
                ])
            await writer.run()
            #expect(reports.receipts.count == 1)
        }
    }

    @Test func `an old batch is sent without another event`() async throws {
        try await withScript({ _, _ in .receipt(1) }) { client, server in
            let (stored, note) = AsyncStream<Void>.makeStream()
            let options = Self.options { $0.batchAge = .milliseconds(20) }
            let writer = EventWriter(client, dataSource: "events", options: options) { _ in note.yield() }
            await writer.withRunning { writer in
                for n in 1...2 {
                    writer.write(Event(n: n))
                    for await _ in stored { break }
                }
                #expect(server.requests.map(\.body) == ["{\"n\":1}\n", "{\"n\":2}\n"])
            }
        }
    }

    @Test func `at the end patience is bounded, and the rest is handed back`() async throws {
        try await withScript({ _, _ in .error(503, headers: ["Retry-After": "60"]) }) { client, _ in
            let reports = Reports()
            let options = Self.options { ($0.shutdownPatience, $0.batchEvents) = (.milliseconds(50), 2) }
            await EventWriter(client, dataSource: "events", options: options) { reports.note($0) }.withRunning { writer in
                for n in 1...5 { writer.write(Event(n: n)) }
            }
            #expect(reports.lost.map(\.eventCount) == [2, 2, 1])
            #expect(reports.lost.allSatisfy { $0.error is CancellationError })
        }
    }

    @Test func `dates are moments in every time zone, and one request takes many events`() async throws {
        try await withScript({ request, number in number == 1 ? .error(503) : .receipt(request.lines.count) }) { client, server in
            let events = [Event(n: 1, at: Date(timeIntervalSince1970: 0.25)), Event(n: 2)]
            let receipt = try await client.append(events, to: "events", waits: true)
            #expect(receipt.successfulRows == 2)
            #expect(server.requests.last?.lines.count == 2)
            #expect(server.requests.last?.body.contains("\"1970-01-01T00:00:00.250Z\"") == true)
            #expect(server.requests.last?.path == "/v0/events?name=events&wait=true")
            #expect(Set(server.requests.map { $0.headers["idempotency-key"] }).count == 1)
            #expect(try await client.append([Event](), to: "events").successfulRows == 0)
            #expect(server.requests.count == 2)
        }
    }
}
