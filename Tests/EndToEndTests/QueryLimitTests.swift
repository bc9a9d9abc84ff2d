// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

/// What keeps one caller's queries from harming the server or the others.
@Suite struct QueryLimitTests {
    private static let files = [
        DeploymentFile(path: "one.pipe", text: "TOKEN \"reader\" READ\n\nNODE endpoint\nSQL >\n    SELECT 1 AS one\nTYPE endpoint\n")
    ]
    /// Ends by its limit only.
    private static let endless = "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1"
    /// 95 MB of text.
    private static let large = "SELECT number, 'abcdefghijk' AS s FROM numbers(2600000) FORMAT JSONEachRow"

    @Test func `time, memory and results are bounded, and each refusal says by what`() async throws {
        try await withServer(arguments: ["--query-timeout", "1", "--query-memory", "60"]) { server in
            let token = try await server.adminToken()
            let late = try await server.post("/v0/sql", token: token, body: Self.endless)
            #expect(late.status == 408 && late.headers["x-db-exception-code"] == "159")
            #expect(late.error?.contains("maximum: 1000") == true)
            let hungry = try await server.post("/v0/sql", token: token, body: "SELECT uniqExact(number) FROM numbers(100000000)")
            #expect(hungry.status == 400 && hungry.headers["x-db-exception-code"] == "241")
            #expect(hungry.error?.hasSuffix("maximum: 60.00 MiB (MEMORY_LIMIT_EXCEEDED)") == true, "\(hungry.body)")
        }
    }

    @Test func `a flood waits in its own line, and who is one too many is told the limit`() async throws {
        try await withServer(arguments: ["--concurrent-queries", "1", "--waiting-queries", "8", "--query-timeout", "2"]) { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            let reader = try await server.token("reader")
            let answers = Answers()
            // One runs, four wait: half of all who may, the share of a token.
            let flood = (0..<6).map { _ in
                Task { if let answer = try? await server.post("/v0/sql", token: token, body: Self.endless) { answers.append(answer) } }
            }
            try await eventually("one is too many") { !answers.all.isEmpty }
            let refused = try #require(answers.all.first)
            #expect(refused.status == 429 && refused.headers["retry-after"] == "1")
            #expect(refused.error == "too many queries at once: 4 queries of this token wait for their turn already; try again in 1 s")

            #expect(try await server.get("/v0/pipes/one.ndjson", token: reader).body == "{\"one\":1}\n")
            // Behind the one that ran, and at most one whose turn it was.
            #expect(answers.all.count { $0.status == 408 } <= 2)
            for task in flood { task.cancel() }
            // Those who left hold no place: it is nobody's turn before.
            let start = ContinuousClock.now
            #expect(try await server.get("/v0/sql?q=SELECT%201", token: token).status == 200)
            #expect(ContinuousClock.now - start < .seconds(4))
        }
    }

    @Test func `slow readers cost no memory, and a part of an answer never looks like the whole`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let id = server.program.processIdentifier
            let before = try ProcessTree.memory(of: id).resident
            var bodies: [HTTPClientResponse.Body.AsyncIterator] = []
            for _ in 0..<3 {
                var request = HTTPClientRequest(url: server.url + "/v0/sql")
                request.method = .POST
                request.headers.add(name: "Authorization", value: "Bearer \(token)")
                request.headers.add(name: "Accept-Encoding", value: "identity")
                request.body = .bytes(ByteBuffer(string: Self.large))
                var body = try await HTTPClient.shared.execute(request, timeout: .seconds(60)).body.makeAsyncIterator()
                #expect(try await body.next() != nil)
                bodies.append(body)
            }
            #expect(try ProcessTree.memory(of: id).resident - before < 40)

            for child in try ProcessTree.children(of: id) { kill(child, SIGKILL) }
            var body = bodies[0]
            await #expect(throws: (any Error).self) { while try await body.next() != nil {} }
        }
    }
}

/// Answers as they come to several tasks.
private final class Answers: Sendable {
    private let answers = Mutex<[ServerFixture.Answer]>([])
    var all: [ServerFixture.Answer] { self.answers.withLock { $0 } }
    func append(_ answer: ServerFixture.Answer) { self.answers.withLock { $0.append(answer) } }
}
