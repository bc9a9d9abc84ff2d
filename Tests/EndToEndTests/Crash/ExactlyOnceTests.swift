// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import Testing

/// Acknowledged means kept, once: held against servers and engines that are killed while clients send.
@Suite struct ExactlyOnceTests {
    private static let clientCount = 8

    @Test(.timeLimit(.minutes(30)))
    func `every acknowledged row is there exactly once, in the table and in the views behind it, whatever is killed`() async throws {
        let plan = CrashPlan.fromEnvironment()
        let folder = try ServerFixture.scratchFolder()
        let server = MortalServer(folder: folder)
        let ledger = Ledger()
        try await server.start()
        let first = try #require(server.current)
        try await eventually("the engine answers") {
            try await first.get("/v0/sql?q=SELECT%201", token: try await first.adminToken()).status == 200
        }
        _ = try await first.client().deploy(LedgerTables.project)
        let token = try await first.adminToken()

        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        let httpClient = HTTPClient(configuration: configuration)
        func client(_ number: Int, waits: Bool) -> LedgerClient {
            LedgerClient(
                server: server, ledger: ledger, token: token, waits: waits, httpClient: httpClient,
                random: SeededGenerator(seed: plan.seed &+ UInt64(number)))
        }
        try await withThrowingTaskGroup { group in
            for number in 1...Self.clientCount {
                group.addTask {
                    var client = client(number, waits: number.isMultiple(of: 2))
                    await client.run()
                }
            }
            for kill in plan.kills { try await server.perform(kill) }
            group.cancelAll()
        }

        // Batches follow one another: when the last one can be queried, all can.
        var random = SeededGenerator(seed: plan.seed)
        let last = ledger.makeBatch(using: &random)
        ledger.close(last, as: await client(0, waits: true).send(last) ? .acknowledged : .abandoned)
        try await httpClient.shutdown()
        let survivor = try #require(server.current)
        try await eventually("the last batch can be queried") {
            try await survivor.get("/v0/sql?q=SELECT%20count()%20AS%20n%20FROM%20events%20WHERE%20id=\(last.rows[0].id)", token: token)
                .rows()
                .first?["n"] as? Int ?? 0 > 0
        }
        let balance = Balance(ledger.batches, tables: try await LedgerTables.read(from: survivor, endID: ledger.endID))
        let report = Self.report(plan, server, ledger.counts, balance)
        print(report)
        #expect(balance.isExact, "\(report)\n\(folder.path)")
        #expect(ledger.counts.surprises.isEmpty, "\(report)")
        try await server.stop()
        if balance.isExact { try FileManager.default.removeItem(at: folder) }
    }

    private static func report(_ plan: CrashPlan, _ server: MortalServer, _ counts: Ledger.Counts, _ balance: Balance) -> String {
        let kills = server.kills.sorted { "\($0.key)" < "\($1.key)" }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let missed = server.missedPoints.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let surprises = counts.surprises.sorted { $0.key < $1.key }.map { "\n    \($0.value) x \($0.key)" }.joined()
        return """
            crash seed \(plan.seed): \(plan.kills.count) kills
            kills: \(kills)\(missed.isEmpty ? "" : "; places not passed in time: \(missed)")
            requests: \(counts.requests), retries: \(counts.retries)\(surprises.isEmpty ? "" : ", surprises:\(surprises)")
            rows: \(counts.acknowledgedRows) acknowledged, \(counts.abandonedRows) abandoned
            balance: \(balance)
            """
    }
}
