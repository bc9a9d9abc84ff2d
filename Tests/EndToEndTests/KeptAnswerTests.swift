// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Synchronization
import Testing

/// An endpoint's kept answer is the one that the engine would give, whatever happens to its tables.
///
/// `make answers SECONDS=600 SEED=7` runs the random part longer.
@Suite struct KeptAnswerTests {
    private static let seconds = ProcessInfo.processInfo.environment["MARTLET_ANSWER_SECONDS"].flatMap { Int($0) } ?? 30
    private static let seed = ProcessInfo.processInfo.environment["MARTLET_ANSWER_SEED"].flatMap { UInt64($0) } ?? 1

    private static let tableCount = 5

    /// Data sources of numbers, a view of the first, one whose merges change what is in it, and endpoints over them. In two
    /// versions, between which deployments go to and fro, and with a column that comes to stay.
    private static func project(version: Int, isGrown: Bool) -> [DeploymentFile] {
        let table = { (name: String, engine: String) in
            DeploymentFile(
                path: "\(name).datasource",
                text: """
                    SCHEMA >
                        `k` UInt8 `json:$.k`,
                        `n` UInt64 `json:$.n`\(isGrown && name == "t1" ? ",\n    `extra` UInt8 `json:$.extra` DEFAULT 1" : "")

                    \(engine)

                    """)
        }
        let pipe = { (name: String, sql: String) in
            DeploymentFile(path: "\(name).pipe", text: "NODE e\nSQL >\n    %\n    \(sql)\nTYPE endpoint\n")
        }
        var files = (0..<self.tableCount).map { table("t\($0)", "ENGINE_SORTING_KEY k") }
        files += (0..<self.tableCount).map {
            pipe(
                "sums\($0)",
                "SELECT k, sum(n) + \(version) AS s, count() AS c FROM t\($0) WHERE k >= {{UInt8(least, 0)}} GROUP BY k ORDER BY k")
        }
        files.append(table("last", "ENGINE \"ReplacingMergeTree\"\nENGINE_SORTING_KEY k"))
        files.append(
            DeploymentFile(
                path: "totals.datasource",
                text: "SCHEMA >\n    `k` UInt8,\n    `s` AggregateFunction(sum, UInt64)\n\n"
                    + "ENGINE \"AggregatingMergeTree\"\nENGINE_SORTING_KEY k\n"))
        files.append(
            DeploymentFile(
                path: "totalling.pipe",
                text: "NODE m\nSQL >\n    SELECT k, sumState(n) AS s FROM t0 GROUP BY k\nTYPE materialized\nDATASOURCE totals\n"))
        files.append(pipe("totalled", "SELECT k, sumMerge(s) AS s FROM totals GROUP BY k ORDER BY k"))
        files.append(pipe("stored", "SELECT count() AS c, sum(n) AS s FROM last"))
        files.append(pipe("newest", "SELECT k, n FROM last FINAL ORDER BY k"))
        files.append(pipe("joined", "SELECT count() AS c, sum(b.n) AS s FROM t2 AS a INNER JOIN t3 AS b ON a.k = b.k"))
        files.append(pipe("all", "SELECT * FROM t1 ORDER BY k, n"))
        files.append(pipe("over", "SELECT sum(s) AS s FROM sums4"))
        return files
    }

    private static let endpoints = (0..<tableCount).map { "sums\($0)" } + ["totalled", "stored", "newest", "joined", "over", "all"]
    private static let tables = (0..<tableCount).map { "t\($0)" } + ["last"]

    /// What was seen while the tables changed.
    private final class Findings: Sendable {
        private let state = Mutex((hits: 0, comparisons: 0, changes: 0, faults: [String]()))

        func compared(isHit: Bool, fault: String?) {
            self.state.withLock { state in
                state.comparisons += 1
                if isHit { state.hits += 1 }
                if let fault { state.faults.append(fault) }
            }
        }

        func changed() { self.state.withLock { $0.changes += 1 } }
        var values: (hits: Int, comparisons: Int, changes: Int, faults: [String]) { self.state.withLock { $0 } }
    }

    @Test func `kept answers are the engine's while rows, tables and deployments change`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.project(version: 0, isGrown: false))
            let token = try await server.adminToken()
            let findings = Findings()
            let end = ContinuousClock.now + .seconds(Self.seconds)
            let growth = end - .seconds(Self.seconds / 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var generator = SeededGenerator(seed: Self.seed)
                    while ContinuousClock.now < end {
                        try await Self.change(server, token: token, isGrown: ContinuousClock.now > growth, by: &generator)
                        findings.changed()
                        // Tables come to rest one after the other.
                        try await Task.sleep(for: .milliseconds(Int.random(in: 0...1_500, using: &generator)))
                    }
                }
                for reader in 1...3 {
                    group.addTask {
                        var generator = SeededGenerator(seed: Self.seed &+ UInt64(reader) << 32)
                        while ContinuousClock.now < end { try await Self.compare(server, token: token, findings: findings, by: &generator) }
                    }
                }
                try await group.waitForAll()
            }
            let values = findings.values
            print("seed \(Self.seed): \(values.changes) changes, \(values.comparisons) comparisons, \(values.hits) kept answers")
            #expect(values.faults == [])
            #expect(values.hits > 10 * Self.seconds / 3, "too few answers were kept to prove anything")
            #expect(values.changes > Self.seconds / 3)
        }
    }

    /// Compares an answer, kept or not, with the engine's before and after it.
    private static func compare(
        _ server: ServerFixture, token: String, findings: Findings, by generator: inout SeededGenerator
    ) async throws {
        let endpoint = self.endpoints.randomElement(using: &generator) ?? ""
        let parameters = ["", "?least=2", "?q=SELECT%20count()%20FROM%20_"].randomElement(using: &generator) ?? ""
        let path = "/v0/pipes/\(endpoint).csv\(parameters)"
        let anew = ["Cache-Control": "no-cache"]
        let before = try await server.request("GET", path, token: token, headers: anew)
        let answer = try await server.get(path, token: token)
        let after = try await server.request("GET", path, token: token, headers: anew)
        let isWrong = before.body == after.body && before.status == after.status && answer.body != before.body
        findings.compared(
            isHit: answer.headers["x-martlet-cache"] == "hit",
            fault: isWrong || before.headers["x-martlet-cache"] == "hit" ? "\(path): \(answer.body) instead of \(before.body)" : nil)
    }

    /// One change of any kind, done when this returns.
    private static func change(
        _ server: ServerFixture, token: String, isGrown: Bool, by generator: inout SeededGenerator
    ) async throws {
        let table = self.tables.randomElement(using: &generator) ?? ""
        let rows = { (generator: inout SeededGenerator) in
            (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                "{\"k\":\(Int.random(in: 0...5, using: &generator)),\"n\":\(Int.random(in: 0...1_000, using: &generator))}"
            }.joined(separator: "\n")
        }
        let answer: ServerFixture.Answer
        switch Int.random(in: 0..<10, using: &generator) {
        case 0:
            answer = try await server.post(
                "/v0/datasources/\(table)/delete", token: token,
                body: "delete_condition=k%3D\(Int.random(in: 0...5, using: &generator))")
        case 1: answer = try await server.post("/v0/datasources/\(table)/truncate", token: token, body: "")
        case 2:
            answer = try await server.post(
                "/v0/datasources?mode=replace&format=ndjson&name=\(table)", token: token, body: rows(&generator))
        case 3:
            _ = try await server.client().deploy(
                self.project(version: Int.random(in: 0...1, using: &generator), isGrown: isGrown), allowsDestruction: true)
            return
        default: answer = try await server.post("/v0/events?wait=true&name=\(table)", token: token, body: rows(&generator))
        }
        guard answer.status < 300 else { throw TimedOut(description: "a change failed: \(answer.status) \(answer.body)") }
    }

    @Test func `an endpoint may let its clock stand still, and is kept as long`() async throws {
        try await withServer { server in
            let pipe = { (name: String, cache: String) in
                DeploymentFile(
                    path: "\(name).pipe",
                    text: "NODE e\nSQL >\n    SELECT toUnixTimestamp(now()) AS t, now() >= today() AS w\nTYPE endpoint\n\(cache)")
            }
            _ = try await server.client().deploy([pipe("moving", ""), pipe("standing", "CACHE 3600\n")])
            let token = try await server.adminToken()
            let moving = try await server.get("/v0/pipes/moving.json", token: token)
            #expect(moving.headers["x-martlet-cache"] == "bypass")
            let first = try await server.get("/v0/pipes/standing.json", token: token)
            let second = try await server.get("/v0/pipes/standing.json", token: token)
            #expect(second.headers["x-martlet-cache"] == "hit")
            let moment = try #require(try first.rows().first?["t"] as? Int)
            #expect(moment % 3600 == 0)
            #expect(try second.rows().first?["t"] as? Int == moment)
            let anew = try await server.request(
                "GET", "/v0/pipes/standing.json", token: token, headers: ["Cache-Control": "no-cache"])
            #expect(anew.headers["x-martlet-cache"] == "bypass")
            #expect(try anew.rows().first?["t"] as? Int == moment, "the clock is the endpoint's, not the cache's")
        }
    }
}
