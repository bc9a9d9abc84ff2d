// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import EmbeddedEngine

@Suite struct CancellationTests {
    /// Runs for minutes if nobody ends it.
    private static let endless = "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1"
    /// How many of these run.
    private static let running =
        "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64(number) = 1 INTO%' AND query NOT LIKE '%processes%'"

    @Test func `a client that goes takes its query along`() async throws {
        try await EngineFixture.with {
            $0.connectionCount = 2
        } _: { engine in
            var connection: SocketClient.Connection? = try engine.client.begin(Self.endless)
            try await waitUntil { try await engine.client.query(Self.running).text == "1\n" }
            #expect(connection != nil)
            connection = nil
            try await waitUntil { try await engine.client.query(Self.running).text == "0\n" }
        }
    }

    @Test func `a full queue refuses, and is free when its queries are given up`() async throws {
        try await EngineFixture.with {
            $0.connectionCount = 1
            $0.queueLimit = 1
        } _: { engine in
            // One runs, one waits, and whichever comes last is refused.
            var queries = try (1...3).map { _ in try engine.client.begin(Self.endless) }
            try await waitUntil { queries.contains { $0.hasAnswer } }
            let refusal = try #require(queries.first { $0.hasAnswer }).answer()
            #expect(refusal.status == 503)
            #expect(refusal.headers["x-clickhouse-exception-code"] == "202")
            #expect(refusal.headers["retry-after"] == "1")

            queries.removeAll()
            try await waitUntil { try await engine.client.query("SELECT 1").status == 200 }
        }
    }

    @Test func `an id runs once at a time`() async throws {
        try await EngineFixture.with {
            $0.connectionCount = 2
        } _: { engine in
            let running = try engine.client.begin(Self.endless, "query_id=same")
            try await waitUntil { try await engine.client.query(Self.running).text == "1\n" }
            #expect(try await engine.client.query("SELECT 1", "query_id=same").headers["x-clickhouse-exception-code"] == "216")
            withExtendedLifetime(running) {}
        }
    }

    @Test func `a result may not outgrow its memory`() async throws {
        try await EngineFixture.with {
            $0.maxMemoryPerQuery = .mebibytes(200)
        } _: { engine in
            let answer = try await engine.client.query("SELECT repeat('x', 1000) FROM numbers(100000000) FORMAT TSV")
            #expect(answer.headers["x-clickhouse-exception-code"] == "396")
        }
    }
}
