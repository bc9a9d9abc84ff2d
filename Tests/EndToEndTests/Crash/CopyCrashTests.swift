// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Glibc
import MartletClient
import Testing

/// Copies by servers and engines that are killed: all rows arrive, each once, in views too, or none does.
@Suite struct CopyCrashTests {
    /// More than two pieces.
    private static let rowCount = 2_200_000

    private static let files =
        DeploymentFile.copied + [
            .pipe("many", "SELECT number AS n FROM system.numbers LIMIT \(rowCount)", "copy\nTARGET_DATASOURCE numbers")
        ]

    private func state(of server: ServerFixture, token: String) async throws -> String {
        try await server.line("SELECT count(), uniqExact(n), (SELECT sum(c) FROM counted) FROM numbers", token: token)
    }

    private func start(in folder: URL, dyingAt point: String) async throws -> (server: ServerFixture, token: String) {
        let server = try await ServerFixture.start(in: folder, environment: ["MARTLET_CRASH_POINT": point])
        let token = try await server.adminToken()
        _ = try await server.client().deploy(Self.files)
        return (server, token)
    }

    @Test(arguments: ["copy-noted:1", "copy-piece:1", "copy-piece:2", "copy-piece:3"])
    func `a server killed while it stores the rows stores the rest when it starts again`(point: String) async throws {
        let folder = try ServerFixture.scratchFolder()
        let (doomed, token) = try await self.start(in: folder, dyingAt: point)
        _ = try? await doomed.begin("/v0/pipes/many/copy", token: token)
        try await eventually("the server has ended") { !doomed.program.isRunning }

        let server = try await ServerFixture.start(in: folder)
        let jobs = try await server.get("/v0/jobs?kind=copy", token: token).json()["jobs"] as? [[String: Any]]
        let id = try #require(jobs?.first?["id"] as? String)
        let job = try await server.ended(job: id, token: token)
        #expect(job["status"] as? String == "done", "\(job)")
        #expect((job["statistics"] as? [String: Any])?["row_count"] as? Int == Self.rowCount)
        #expect(try await self.state(of: server, token: token) == "\(Self.rowCount),\(Self.rowCount),\(Self.rowCount)")
        #expect(try await server.engine("SELECT count() FROM system.tables WHERE name LIKE 'staged%'") == "0")
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a server killed before has copied nothing, and the engine's death is waited for`() async throws {
        let folder = try ServerFixture.scratchFolder()
        let (doomed, token) = try await self.start(in: folder, dyingAt: "copy-staged:1")
        _ = try? await doomed.begin("/v0/pipes/many/copy", token: token)
        try await eventually("the server has ended") { !doomed.program.isRunning }

        let server = try await ServerFixture.start(in: folder)
        let jobs = try await server.get("/v0/jobs?kind=copy", token: token).json()["jobs"] as? [[String: Any]]
        #expect((jobs?.first?["error"] as? String)?.contains("nothing was copied") == true, "\(jobs ?? [])")
        #expect(try await server.value("count()", of: "numbers") == 0)
        let id = try await server.begin("/v0/pipes/many/copy", token: token)
        for _ in 0..<2 {
            try await Task.sleep(for: .milliseconds(400))
            for engine in try ProcessTree.children(of: server.program.processIdentifier) { kill(engine, SIGKILL) }
        }
        let job = try await server.ended(job: id, token: token)
        #expect(job["status"] as? String == "done", "\(job)")
        #expect(try await self.state(of: server, token: token) == "\(Self.rowCount),\(Self.rowCount),\(Self.rowCount)")
        #expect(try await server.engine("SELECT count() FROM system.tables WHERE name LIKE 'staged%'") == "0")
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }
}
