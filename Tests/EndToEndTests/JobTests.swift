// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import NIOCore
import NIOHTTP1
import Testing

/// Jobs as their clients see them: while they work, when they are cancelled, after a restart.
@Suite struct JobTests {
    private static let files = [
        DeploymentFile(path: "visits.datasource", text: "SCHEMA >\n    `id` UInt32 `json:$.id`\n\nENGINE_SORTING_KEY id\n")
    ]

    private func withVisits(_ body: (ServerFixture, String) async throws -> Void) async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.files)
            let token = try await server.adminToken()
            _ = try await server.post("/v0/events?name=visits&wait=true", token: token, body: "{\"id\":1}\n{\"id\":2}\n")
            try await body(server, token)
        }
    }

    /// Somewhat more than a piece of an import.
    private static let part = ByteBuffer(string: (0..<200_000).map { "\(1_000_000 + $0)\n" }.joined())

    /// A file that comes as slowly as the test likes.
    private func upload(
        _ path: String, to server: ServerFixture, token: String
    ) -> (parts: AsyncStream<ByteBuffer>.Continuation, answer: Task<ServerFixture.Answer, any Error>) {
        let (stream, parts) = AsyncStream<ByteBuffer>.makeStream()
        var request = HTTPClientRequest(url: server.url + path)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.body = .stream(stream, length: .unknown)
        let prepared = request
        let answer = Task {
            let response = try await HTTPClient.shared.execute(prepared, timeout: .seconds(60))
            return ServerFixture.Answer(
                status: Int(response.status.code), headers: [:], body: String(buffer: try await response.body.collect(upTo: 1 << 20)))
        }
        return (parts, answer)
    }

    private func workingJob(_ server: ServerFixture, _ token: String, isFar: @escaping ([String: Any]) -> Bool) async throws -> String {
        var id: String?
        try await eventually("an import is under way") {
            let jobs = try await server.get("/v0/jobs?status=working&kind=import", token: token).json()["jobs"] as? [[String: Any]]
            id = jobs?.first { isFar($0) }?["id"] as? String
            return id != nil
        }
        return id ?? ""
    }

    private func count(_ server: ServerFixture, _ token: String) async throws -> Int? {
        try await server.post("/v0/sql", token: token, body: "SELECT count() AS n FROM visits FORMAT JSON").rows().first?["n"] as? Int
    }

    @Test func `an append is watched while it comes, cancelled, and says what it kept`() async throws {
        try await self.withVisits { server, token in
            let (parts, answer) = self.upload("/v0/datasources?mode=append&name=visits&format=csv", to: server, token: token)
            parts.yield(Self.part)
            let id = try await self.workingJob(server, token) {
                ($0["statistics"] as? [String: Any])?["row_count"] as? Int ?? 0 > 100_000 && $0["is_cancellable"] as? Bool == true
            }
            let cancelled = try await server.post("/v0/jobs/\(id)/cancel", token: token, body: "")
            #expect(try cancelled.json()["status"] as? String == "cancelling", "\(cancelled.body)")
            parts.yield(Self.part)
            parts.finish()
            #expect(try await answer.value.status == 409)
            let job = try await server.get("/v0/jobs/\(id)", token: token).json()
            #expect(job["status"] as? String == "cancelled")
            let kept = try #require((job["statistics"] as? [String: Any])?["row_count"] as? Int)
            #expect(kept > 100_000 && kept < 200_000)
            #expect((job["error"] as? String)?.hasPrefix("\(kept) rows were stored before") == true)
            try await eventually("the kept rows are there") { try await self.count(server, token) == 2 + kept }
            #expect(try await server.post("/v0/jobs/\(id)/cancel", token: token, body: "").status == 404)
        }
    }

    @Test func `a replacement that is cancelled or breaks off leaves everything as it was`() async throws {
        try await self.withVisits { server, token in
            let (parts, answer) = self.upload("/v1/datasources/visits/replace?format=csv", to: server, token: token)
            parts.yield(Self.part)
            let id = try await self.workingJob(server, token) { _ in true }
            _ = try await server.post("/v0/jobs/\(id)/cancel", token: token, body: "")
            parts.yield(Self.part)
            parts.finish()
            #expect(try await answer.value.error == "cancelled: nothing was replaced")
            #expect(try await self.count(server, token) == 2)

            let (begun, broken) = self.upload("/v1/datasources/visits/replace?format=csv", to: server, token: token)
            begun.yield(Self.part)
            let second = try await self.workingJob(server, token) { _ in true }
            broken.cancel()
            try await eventually("the job ends") {
                try await server.get("/v0/jobs/\(second)", token: token).json()["status"] as? String == "error"
            }
            #expect(try await server.get("/v0/jobs/\(second)", token: token).error == "the connection ended before the file did")
            #expect(try await self.count(server, token) == 2)
        }
    }

    @Test func `jobs are remembered by the next run, and an interrupted one is told of`() async throws {
        let folder = try ServerFixture.scratchFolder()
        let server = try await ServerFixture.start(in: folder)
        _ = try await server.client().deploy(Self.files)
        let token = try await server.adminToken()
        let finished = try await server.post("/v1/datasources/visits/append?format=csv", token: token, body: "7\nx\n")
        let finishedID = try #require(try finished.json()["id"] as? String)
        let (parts, answer) = self.upload("/v1/datasources/visits/append?format=csv", to: server, token: token)
        parts.yield(Self.part)
        let id = try await self.workingJob(server, token) { _ in true }
        server.program.signal(SIGKILL)
        _ = await answer.result

        let next = try await ServerFixture.start(in: folder)
        let done = try await next.get("/v0/jobs/\(finishedID)", token: token).json()
        #expect(done["status"] as? String == "done")
        #expect(done["quarantine_rows"] as? Int == 1)
        let interrupted = try await next.get("/v0/jobs/\(id)", token: token)
        #expect(try interrupted.json()["status"] as? String == "error")
        #expect(interrupted.error?.hasPrefix("the server stopped before this import ended") == true)
        let list = try await next.get("/v0/jobs", token: token).json()["jobs"] as? [[String: Any]]
        #expect(list?.map { $0["id"] as? String } == [id, finishedID])
        try await next.stop()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `who cannot see a data source does not see its jobs`() async throws {
        try await self.withVisits { server, token in
            let answer = try await server.post("/v1/datasources/visits/append?format=csv", token: token, body: "7\n")
            let id = try #require(try answer.json()["id"] as? String)
            let user = try await server.client().localTokens().user
            #expect(try await server.get("/v0/jobs/\(id)", token: user).status == 403)
            #expect(try await server.get("/v0/jobs/unknown", token: token).status == 404)
        }
    }
}
