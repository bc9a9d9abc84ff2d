// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import NIOCore
import NIOPosix
import Testing

/// Files that are named by a URL. The server imports from itself: its answer to a query is a file.
@Suite struct URLImportTests {
    private static let files = [
        DeploymentFile(path: "visits.datasource", text: "SCHEMA >\n    `id` UInt32 `json:$.id`\n\nENGINE_SORTING_KEY id\n")
    ]

    private func withVisits(
        arguments: [String] = ["--allow-import-from", "127.0.0.1"], _ body: (ServerFixture, String) async throws -> Void
    ) async throws {
        try await withServer(arguments: arguments) { server in
            _ = try await server.client().deploy(Self.files)
            let token = try await server.adminToken()
            _ = try await server.post("/v0/events?name=visits&wait=true", token: token, body: "{\"id\":1}\n{\"id\":2}\n")
            try await body(server, token)
        }
    }

    /// The URL of a file with the answer to a query, as one value of a form.
    private func url(_ query: String, on server: ServerFixture, token: String) -> String {
        self.escaped("\(server.url)/v0/sql?q=\(self.escaped(query))&token=\(token)")
    }

    private func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    private func end(of answer: ServerFixture.Answer, _ server: ServerFixture, _ token: String) async throws -> [String: Any] {
        let id = try #require(try answer.json()["id"] as? String, "\(answer.status) \(answer.body)")
        var job: [String: Any] = [:]
        try await eventually("job \(id) ends") {
            job = try await server.get("/v0/jobs/\(id)?debug=blocks,block_log", token: token).json()
            return ["done", "error", "cancelled"].contains(job["status"] as? String)
        }
        return job
    }

    private func ids(_ server: ServerFixture, _ token: String) async throws -> [Int] {
        let answer = try await server.post("/v0/sql", token: token, body: "SELECT groupArraySorted(9)(id) AS ids FROM visits FORMAT JSON")
        return try answer.rows().first?["ids"] as? [Int] ?? []
    }

    @Test(arguments: [false, true])
    func `a file is appended by the routes of both generations`(isForm: Bool) async throws {
        try await self.withVisits { server, token in
            let url = self.url("SELECT 5 + number AS id FROM numbers(2) FORMAT JSONEachRow", on: server, token: token)
            let classic = try await server.post(
                "/v0/datasources?mode=append&name=visits&format=ndjson\(isForm ? "" : "&url=\(url)")", token: token,
                body: isForm ? "url=\(url)" : "", headers: isForm ? ["Content-Type": "application/x-www-form-urlencoded"] : [:])
            #expect(classic.status == 200)
            #expect(try classic.json().keys.contains("error") == false)
            #expect(try (classic.json()["job"] as? [String: Any])?["status"] as? String == "waiting")
            let job = try await self.end(of: classic, server, token)
            #expect(job["status"] as? String == "done", "\(job)")
            #expect((job["datasource"] as? [String: Any])?["name"] as? String == "visits")
            #expect((job["statistics"] as? [String: Any])?["row_count"] as? Int == 2)
            #expect(job["url"] as? String == "\(server.url)/v0/sql")
            #expect(try await self.ids(server, token) == [1, 2, 5, 6])

            let csv = self.url("SELECT 7 FORMAT CSV", on: server, token: token)
            let forward = try await server.post("/v1/datasources/visits/append?format=csv&url=\(csv)", token: token, body: "")
            #expect(forward.status == 202)
            #expect(try await self.end(of: forward, server, token)["progress_percentage"] as? Int == 100)
            #expect(try await self.ids(server, token) == [1, 2, 5, 6, 7])
        }
    }

    @Test func `a replacement happens when its file is there, and not without it`() async throws {
        try await self.withVisits { server, token in
            let missing = self.escaped("\(server.url)/none.csv?key=secret")
            let failed = try await server.post("/v1/datasources/visits/replace?url=\(missing)", token: token, body: "")
            #expect(
                try await self.end(of: failed, server, token)["error"] as? String == "127.0.0.1 answered with status 404 instead of a file")
            #expect(try await self.ids(server, token) == [1, 2])
            let url = self.url("SELECT 9 FORMAT CSV", on: server, token: token)
            let answer = try await server.post("/v1/datasources/visits/replace?url=\(url)", token: token, body: "")
            #expect(try await self.end(of: answer, server, token)["status"] as? String == "done")
            #expect(try await self.ids(server, token) == [9])
        }
    }

    @Test func `without leave the server does not connect to its own network`() async throws {
        try await self.withVisits(arguments: []) { server, token in
            let url = self.url("SELECT 9 FORMAT CSV", on: server, token: token)
            let answer = try await server.post("/v1/datasources/visits/append?url=\(url)", token: token, body: "")
            let error = try await self.end(of: answer, server, token)["error"] as? String
            #expect(error?.hasPrefix("the address of 127.0.0.1 is not public; ") == true, "\(error ?? "")")
            let file = try await server.post("/v1/datasources/visits/append?url=file%3A%2F%2Fx%2Fetc%2Fpasswd", token: token, body: "")
            #expect((file.status, file.error) == (400, "files cannot be imported by \"file\": use http or https"))
        }
    }

    @Test func `an append that breaks off says what it kept, and goes on under its key`() async throws {
        let rows = (0..<200_000).map { "\(100_000 + $0)\n" }.joined()
        let signal = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(InterruptedFile(rows, breakingOffAt: signal.futureResult))
            }
        }.bind(host: "127.0.0.1", port: 0).get()
        let url = self.escaped("http://127.0.0.1:\(server.localAddress?.port ?? 0)/rows.csv")
        try await self.withVisits { fixture, token in
            let append = { (path: String) in
                try await fixture.post(
                    "/v1/datasources/visits/append?url=\(url)\(path)", token: token, body: "", headers: ["Idempotency-Key": "rows"])
            }
            let part = try await append("%3Fpart")
            let id = try #require(try part.json()["id"] as? String)
            try await eventually("rows are kept") {
                let job = try await fixture.get("/v0/jobs/\(id)", token: token).json()
                return ((job["statistics"] as? [String: Any])?["row_count"] as? Int ?? 0) > 0
            }
            signal.succeed()
            let broken = try await self.end(of: part, fixture, token)
            let kept = try #require((broken["statistics"] as? [String: Any])?["row_count"] as? Int)
            #expect(kept > 100_000 && kept < 200_000)
            #expect(
                broken["error"] as? String
                    == "the connection to 127.0.0.1 broke off before the file was complete; \(kept) rows were stored before, "
                    + "and 0 put into quarantine; they are kept")
            let whole = try await self.end(of: try await append(""), fixture, token)
            #expect(whole["status"] as? String == "done")
            let count = try await fixture.post("/v0/sql", token: token, body: "SELECT count() AS n FROM visits FORMAT JSON").rows().first
            #expect(count?["n"] as? Int == 200_002)
        }
        try await server.close()
    }

    @Test func `two jobs work, a third waits, and all can be cancelled at once`() async throws {
        // It takes the connection and never answers.
        let silent = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).bind(host: "127.0.0.1", port: 0).get()
        let url = self.escaped("http://127.0.0.1:\(silent.localAddress?.port ?? 0)/rows.csv")
        try await self.withVisits { server, token in
            var ids: [String] = []
            for _ in 0..<3 {
                let answer = try await server.post("/v1/datasources/visits/append?url=\(url)", token: token, body: "")
                ids.append(try answer.json()["id"] as? String ?? "")
            }
            let status = { (id: String) in try await server.get("/v0/jobs/\(id)", token: token).json()["status"] as? String }
            for id in ids.prefix(2) { try await eventually("\(id) works") { try await status(id) == "working" } }
            #expect(try await status(ids[2]) == "waiting")
            var answers: [String?] = []
            for id in ids.reversed() {
                answers.append(try await server.post("/v0/jobs/\(id)/cancel", token: token, body: "").json()["status"] as? String)
            }
            #expect(answers == ["cancelled", "cancelling", "cancelling"])
            for id in ids { try await eventually("\(id) is cancelled") { try await status(id) == "cancelled" } }
            let error = try await server.get("/v0/jobs/\(ids[0])", token: token).error
            #expect(error == "no row was stored")
        }
        try await silent.close()
    }
}
