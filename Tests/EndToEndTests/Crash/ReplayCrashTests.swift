// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Glibc
import MartletClient
import Testing

/// Replays of quarantined rows by servers that are killed: each row is stored once, or is in quarantine once.
@Suite struct ReplayCrashTests {
    /// More than two pieces of a replay.
    private static let rowCount = 25_000

    /// Orders, of which the price may be left out once it has a default.
    private static func files(price: String) -> [DeploymentFile] {
        [
            DeploymentFile(
                path: "orders.datasource",
                text: "SCHEMA >\n    `id` UInt32 `json:$.id`,\n    `price` \(price)\n\nENGINE_SORTING_KEY id\n"),
            DeploymentFile(
                path: "totals.datasource",
                text: """
                    SCHEMA >
                        `part` UInt8,
                        `orders` AggregateFunction(count),
                        `total` AggregateFunction(sum, Float64)

                    ENGINE AggregatingMergeTree
                    ENGINE_SORTING_KEY part
                    """),
            DeploymentFile(
                path: "to_totals.pipe",
                text: """
                    NODE n
                    SQL >
                        SELECT toUInt8(id % 2) AS part, countState() AS orders, sumState(price) AS total FROM orders GROUP BY part
                    TYPE materialized
                    DATASOURCE totals
                    """),
        ]
    }

    /// Appends good rows, rows without a price, and rows with a price that never is one; then gives the price a default.
    private func prepare(_ server: ServerFixture) async throws {
        let client = try await server.client()
        _ = try await client.deploy(Self.files(price: "Float64 `json:$.price`"))
        let good = (0..<100).map { "{\"id\":\(Self.rowCount + $0),\"price\":2}\n" }
        let bad = (0..<10).map { "{\"id\":\(1_000_000 + $0),\"price\":\"?\"}\n" }
        let priceless = (0..<Self.rowCount).map { "{\"id\":\($0)}\n" }
        try await client.append((good + bad).joined(), to: "orders")
        for start in stride(from: 0, to: Self.rowCount, by: 5_000) {
            try await client.append(priceless[start..<start + 5_000].joined(), to: "orders")
        }
        _ = try await client.deploy(Self.files(price: "Float64 `json:$.price` DEFAULT 1"))
    }

    /// Waits for the replay, and compares what is where with what should be.
    private func check(_ server: ServerFixture) async throws {
        let client = try await server.client()
        try await eventually("the replay is done") { (try? await client.lastReplay(of: "orders").isDone) == true }
        let replay = try await client.lastReplay(of: "orders")
        #expect(replay.rows == Self.rowCount + 10 && replay.storedRows == Self.rowCount && replay.quarantinedRows == 10, "\(replay)")
        let queries = [
            "SELECT [count(), uniqExact(id), toUInt64(sum(price))] AS n FROM orders",
            "SELECT [countMerge(orders), toUInt64(sumMerge(total)), 0] AS n FROM totals",
            "SELECT [count(), uniqExact(id), 0] AS n FROM orders_quarantine",
        ]
        let (count, total) = (Self.rowCount + 100, Self.rowCount + 200)
        let expected = [[count, count, total], [count, total, 0], [10, 10, 0]]
        let token = try await server.adminToken()
        try await eventually("the last rows arrive") {
            try await server.post("/v0/sql", token: token, body: queries[0] + " FORMAT JSON").rows().first?["n"] as? [Int] == expected[0]
        }
        for (query, expected) in zip(queries, expected) {
            let answer = try await server.post("/v0/sql", token: token, body: query + " FORMAT JSON")
            #expect(try answer.rows().first?["n"] as? [Int] == expected, "\(query): \(answer.body)")
        }
        let tables = FileManager.default.enumerator(atPath: server.folder.appending(path: "engine/storage/metadata").path)
        let left = tables?.compactMap { $0 as? String }.filter { $0.contains("replay_") }
        #expect(left == [], "tables that are left behind")
    }

    @Test(arguments: ["replay-take:1", "replay-append:1", "replay-append:2", "replay-append:3", "replay-end:1"])
    func `a server killed in the middle goes on when it starts again`(point: String) async throws {
        let folder = try ServerFixture.scratchFolder()
        let doomed = try await ServerFixture.start(in: folder, environment: ["MARTLET_CRASH_POINT": point])
        try await self.prepare(doomed)
        await #expect(throws: (any Error).self) { try await doomed.client().replayQuarantine(of: "orders") }
        try await eventually("the server has ended") { !doomed.program.isRunning }

        let server = try await ServerFixture.start(in: folder)
        try await self.check(server)
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a replay that is asked for again and again while servers are killed is one replay`() async throws {
        let folder = try ServerFixture.scratchFolder()
        var server = try await ServerFixture.start(in: folder)
        try await self.prepare(server)
        var random = SeededGenerator(seed: 7)
        for kills in 0..<6 {
            let asking = Task { [server] in try? await server.client().replayQuarantine(of: "orders") }
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...400, using: &random)))
            // Every other time the engine is killed a moment before its server.
            for engine in try ProcessTree.children(of: server.program.processIdentifier) where kills.isMultiple(of: 2) {
                kill(engine, SIGKILL)
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...100, using: &random)))
            server.program.signal(SIGKILL)
            _ = await asking.value
            try await eventually("the server has ended") { [server] in !server.program.isRunning }
            server = try await ServerFixture.start(in: folder)
            // One that is done is not to be begun again: it would find only what stays.
            if (try? await server.client().lastReplay(of: "orders"))?.isDone == true { break }
        }
        if (try? await server.client().lastReplay(of: "orders")) == nil { _ = try await server.client().replayQuarantine(of: "orders") }
        try await self.check(server)
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }
}
