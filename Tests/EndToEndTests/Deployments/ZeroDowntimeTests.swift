// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Glibc
import MartletClient
import Synchronization
import Testing

/// Four readers and four writers go on while one deployment follows the other: no request fails, no event is lost or doubled.
///
/// `make deployments COUNT=200 SEED=7` runs it longer.
@Suite struct ZeroDowntimeTests {
    private static let count = ProcessInfo.processInfo.environment["MARTLET_DEPLOYMENTS"].flatMap { Int($0) } ?? 20
    private static let seed = ProcessInfo.processInfo.environment["MARTLET_DEPLOYMENTS_SEED"].flatMap { UInt64($0) } ?? 1

    /// The names of `CrashPoint` that a deployment passes.
    private static let points = ["deployment-create", "deployment-stage", "deployment-fill", "deployment-ready", "deployment-publish"]

    @Test func `requests and events go on through deployments of every kind`() async throws {
        let scenery = Scenery()
        let scene = try await CrashScene(serving: ChangingProject().files, arguments: ["--table-grace", "2"])
        let ledger = CrashLedger()
        let token = try await #require(scene.server).adminToken()
        var isDone = false
        defer { if !isDone { print(scene.server?.program.errorText.suffix(4_000) ?? "no server runs") } }
        var outcomes: [String: Int] = [:]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<4 {
                group.addTask {
                    try await scene.send(as: client, seed: Self.seed, to: ledger, token: token, pause: .milliseconds(40))
                }
            }
            for _ in 0..<4 {
                group.addTask { try await Self.read(scene, ledger: ledger, token: token, scenery: scenery) }
            }
            var random = SeededGenerator(seed: Self.seed)
            for number in 0..<Self.count {
                let outcome = try await self.deploy(number, in: scene, scenery: scenery, random: &random)
                outcomes[outcome, default: 0] += 1
            }
            scene.stopSending()
            try await group.waitForAll()
        }
        let figures = ledger.figures
        print("seed \(Self.seed): \(outcomes.sorted { $0.key < $1.key }), \(scenery.reads.withLock { $0 }) reads, \(figures)")
        #expect(outcomes.values.reduce(0, +) == Self.count)
        #expect(figures.acknowledged == figures.requests)
        #expect(scenery.reads.withLock { $0 } > 0)
        try await self.compare(ledger, with: try #require(scene.server), token: token)
        isDone = true
        try await scene.end()
    }

    /// What readers know of the deployments, and what they have read.
    private final class Scenery: Sendable {
        let project = Mutex(ChangingProject())
        let reads = Mutex(0)
    }

    // MARK: Deployments

    /// One deployment; every third one is interrupted by a kill at one of its points, or at any moment.
    private func deploy(
        _ number: Int, in scene: CrashScene, scenery: Scenery, random: inout SeededGenerator
    ) async throws -> String {
        let kinds = ChangingProject.Change.allCases
        let isKilled = number % 3 == 2
        let change = isKilled ? .addColumn : number < kinds.count ? kinds[number] : kinds.randomElement(using: &random) ?? .addColumn
        let next = scenery.project.withLock { $0.changed(by: change) }
        guard change != .failingBackfill else {
            await #expect(throws: MartletClientError.self) { try await scene.server?.client().deploy(next.files) }
            return "refused"
        }
        // What is taken away may be missed from now on.
        let before = scenery.project.withLock { project in
            defer { if !next.hasEndpoint { project = next } }
            return project
        }
        if isKilled {
            // A change whose rows are written again passes every point.
            let target = next.changed(by: .changeKey)
            try await self.kill(scene, during: target, at: Self.points[number / 3 % (Self.points.count + 1), default: nil], random: &random)
            _ = try await scene.server?.client().deploy(target.files)
            scenery.project.withLock { $0 = target }
            return "killed"
        }
        let receipt = try await scene.server?.client().deploy(next.files)
        scenery.project.withLock { $0 = next }
        #expect(receipt != nil)
        return before.hasEndpoint == next.hasEndpoint ? "\(change)" : "endpoint \(next.hasEndpoint ? "added" : "removed")"
    }

    private func kill(
        _ scene: CrashScene, during target: ChangingProject, at point: String?, random: inout SeededGenerator
    ) async throws {
        guard let server = scene.server else { return }
        if let point {
            server.program.signal(SIGKILL)
            try await eventually("the server has ended") { !server.program.isRunning }
            try await scene.restart(environment: ["MARTLET_CRASH_POINT": "\(point):1"])
            let doomed = try #require(scene.server)
            try await eventually("the engine answers") { (try? await doomed.client().sql("SELECT 1")) != nil }
            try await eventually("the server passes \(point)") {
                _ = try? await CrashScene.client(of: doomed).deploy(target.files)
                return !doomed.program.isRunning
            }
        } else {
            let deployment = Task { _ = try? await CrashScene.client(of: server).deploy(target.files) }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...400, using: &random)))
            server.program.signal(SIGKILL)
            try await eventually("the server has ended") { !server.program.isRunning }
            await deployment.value
        }
        try await scene.restart()
        let server2 = try #require(scene.server)
        try await eventually("the engine answers") { (try? await server2.client().sql("SELECT 1")) != nil }
        try await eventually("what was interrupted is promoted or undone") {
            let answer = try await server2.get("/v1/deployments", token: try await server2.adminToken())
            return try (answer.json()["deployments"] as? [Any])?.count == 1
        }
    }

    // MARK: Readers

    /// Calls endpoints until told to stop. No call fails but on a server that is being started, and no row that was there is missed.
    private static func read(
        _ scene: CrashScene, ledger: CrashLedger, token: String, scenery: Scenery
    ) async throws {
        while scene.isSending {
            for pipe in ["all_events", "all_days", "optional"] {
                guard let server = scene.server else {
                    try await Task.sleep(for: .milliseconds(20))
                    continue
                }
                let confirmed = ledger.figures.confirmedRows
                let couldBeGone = scenery.project.withLock { !$0.hasEndpoint }
                guard let answer = try? await server.request("GET", "/v0/pipes/\(pipe).json", token: token, by: CrashScene.httpClient)
                else {
                    // Only a dead server may leave a call without an answer; that it is dead is noticed a little later.
                    try await eventually("the server that did not answer a call of \(pipe) has ended") {
                        !server.program.isRunning || scene.server !== server
                    }
                    continue
                }
                if answer.status == 503 { continue }
                if pipe == "optional", answer.status == 404, couldBeGone || scenery.project.withLock({ !$0.hasEndpoint }) { continue }
                guard answer.status == 200 else {
                    throw TimedOut(description: "\(pipe) was answered with \(answer.status): \(answer.body)")
                }
                scenery.reads.withLock { $0 += 1 }
                guard pipe != "optional" else { continue }
                let count = try answer.rows().first?["n"] as? Int ?? -1
                guard count >= confirmed else { throw TimedOut(description: "\(pipe) has \(count) rows, and should have \(confirmed)") }
            }
        }
    }

    // MARK: The ledger

    private func compare(_ ledger: CrashLedger, with server: ServerFixture, token: String) async throws {
        let rowCount = ledger.figures.nextRow
        let total = CrashLedger.valueSum(rowCount: rowCount)
        func numbers(_ sql: String) async throws -> [Int] {
            let text = "SELECT [\(sql.replacing(" FROM ", with: "] AS a FROM "))"
            return try await server.post("/v0/sql", token: token, body: text + " FORMAT JSON").rows().first?["a"] as? [Int] ?? []
        }
        try await eventually("the last rows arrive", within: .seconds(60)) {
            (try? await numbers("count() FROM events"))?.first ?? 0 >= rowCount
        }
        #expect(
            try await numbers("count(), uniqExact(id), toUInt64(sum(value)) FROM events") == [rowCount, rowCount, total])
        #expect(try await numbers("countMerge(events), toUInt64(sumMerge(total)) FROM daily") == [rowCount, total])
        let badCount = ledger.figures.nextBadRow
        #expect(try await numbers("count(), uniqExact(id) FROM events_quarantine") == [badCount, badCount])
    }
}

extension Array {
    /// The element at an index, or what stands for one behind the end.
    fileprivate subscript(index: Int, default fallback: Element?) -> Element? { self.indices.contains(index) ? self[index] : fallback }
}
