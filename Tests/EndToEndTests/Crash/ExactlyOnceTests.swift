// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Acknowledged means kept, exactly once, whoever is killed when.
///
/// `make crash KILLS=100 SEED=7` runs it longer.
@Suite struct ExactlyOnceTests {
    private static let kills = ProcessInfo.processInfo.environment["MARTLET_CRASH_KILLS"].flatMap { Int($0) } ?? 12
    private static let seed = ProcessInfo.processInfo.environment["MARTLET_CRASH_SEED"].flatMap { UInt64($0) } ?? 1

    @Test func `every row is there once after kills at the worst moments`() async throws {
        let scene = try await CrashScene()
        let ledger = CrashLedger()
        let token = try await #require(scene.server).adminToken()
        var isDone = false
        var killer = CrashKiller(scene: scene, seed: Self.seed)
        // A scene that does not go on says why in the words of its server.
        defer { if !isDone { print(scene.server?.program.errorText.suffix(4_000) ?? "no server runs") } }
        let deployments = try await withThrowingTaskGroup(of: Void.self) { group in
            async let deployments = scene.deploy()
            for client in 0..<8 {
                group.addTask {
                    try await scene.send(as: client, seed: Self.seed, to: ledger, token: token)
                }
            }
            try await killer.run(Self.kills)
            scene.stopSending()
            try await group.waitForAll()
            return try await deployments
        }

        let figures = ledger.figures
        let kinds = killer.kills.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
        print("seed \(Self.seed), kills: \(kinds)")
        print("\(deployments) deployments, \(figures), rows \(figures.nextRow), quarantined \(figures.nextBadRow)")
        #expect(killer.kills.values.reduce(0, +) == Self.kills)
        #expect(figures.acknowledged == figures.requests)
        #expect(deployments > 0)
        try await self.compare(ledger, with: try #require(scene.server), token: token)
        isDone = true
        try await scene.end()
    }

    /// Every acknowledged row is in the table once, and counted once in both levels of views.
    private func compare(_ ledger: CrashLedger, with server: ServerFixture, token: String) async throws {
        let (rowCount, badCount) = (ledger.figures.nextRow, ledger.figures.nextBadRow)
        func rows(_ sql: String) async throws -> [[String: Any]] {
            let answer = try await server.post("/v0/sql", token: token, body: sql + " FORMAT JSON")
            guard answer.status == 200 else { throw TimedOut(description: answer.body) }
            return try answer.rows()
        }
        func numbers(_ sql: String) async throws -> [Int] {
            try await rows("SELECT [\(sql.replacing(" FROM ", with: "] AS a FROM "))").first?["a"] as? [Int] ?? []
        }
        // What was acknowledged last may still be on its way.
        try await eventually("the last rows arrive", within: .seconds(120)) {
            let count = (try? await numbers("count() FROM events"))?.first ?? 0
            let quarantined = (try? await numbers("count() FROM events_quarantine"))?.first ?? 0
            return count >= rowCount && quarantined >= badCount
        }
        let total = CrashLedger.valueSum(rowCount: rowCount)
        #expect(
            try await rows("SELECT id, count() AS times FROM events GROUP BY id HAVING times > 1 LIMIT 20").isEmpty,
            "rows that are there twice")
        let missing = try await rows(
            "SELECT number FROM numbers(\(rowCount)) WHERE number NOT IN (SELECT id FROM events) LIMIT 20")
        #expect(missing.isEmpty, "rows that are lost: \(missing)")
        #expect(try await numbers("count(), uniqExact(id), toUInt64(sum(value)) FROM events") == [rowCount, rowCount, total])
        #expect(try await numbers("countMerge(events), toUInt64(sumMerge(total)) FROM daily") == [rowCount, total])
        #expect(try await numbers("countMerge(events), toUInt64(sumMerge(total)) FROM monthly") == [rowCount, total])
        #expect(try await numbers("count(), uniqExact(id) FROM events_quarantine") == [badCount, badCount])
    }
}
