// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Processes that die at the worst moment.
@Suite struct CrashTests {
    private static let files = [
        DeploymentFile(path: "e.datasource", text: "SCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n")
    ]

    @Test func `an engine killed during queries comes back and the server stays`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            for _ in 0..<3 {
                let engine = try #require(try ProcessTree.children(of: server.program.processIdentifier).first)
                let running = Task { try await server.get("/v0/sql?q=SELECT%20sum(number)%20FROM%20numbers(100000000000)", token: token) }
                try await eventually("the query runs") {
                    try await server.get("/v0/sql?q=SELECT%201", token: token).status == 200
                }
                kill(engine, SIGKILL)
                let interrupted = try await running.value
                #expect(interrupted.status == 503)
                #expect(interrupted.headers["retry-after"] != nil)
                try await eventually("the next query works") { try await server.get("/v0/sql?q=SELECT%201", token: token).status == 200 }
            }
            #expect(server.program.isRunning)
        }
    }

    @Test func `a killed server leaves no child, and the next one finds all data`() async throws {
        let folder = try ServerFixture.scratchFolder()
        let first = try await ServerFixture.start(in: folder)
        let client = try await first.client()
        _ = try await client.deploy(Self.files)
        try await client.append((0..<1000).map { "{\"n\":\($0)}\n" }.joined(), to: "e")
        let token = try await first.adminToken()
        let engine = try #require(try ProcessTree.children(of: first.program.processIdentifier).first)
        first.program.signal(SIGKILL)
        try await eventually("the engine ends") { !ProcessTree.isRunning(engine) }

        let second = try await ServerFixture.start(in: folder)
        let row = try await second.get("/v0/sql?q=SELECT%20count()%20AS%20c,%20sum(n)%20AS%20s%20FROM%20e", token: token).rows().first
        #expect(row?["c"] as? Int == 1000)
        #expect(row?["s"] as? Int == 499_500)
        try await second.stop()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a server that is asked to stop ends its engine first`() async throws {
        let folder = try ServerFixture.scratchFolder()
        let server = try await ServerFixture.start(in: folder)
        let engine = try #require(try ProcessTree.children(of: server.program.processIdentifier).first)
        try await server.stop()
        #expect(!server.program.isRunning)
        #expect(!ProcessTree.isRunning(engine))
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a second server is refused the data folder of a running one`() async throws {
        try await withServer { server in
            let second = try await Program.run(["serve", "--port", "0", "--data-dir", server.folder.path])
            #expect(second.status != 0)
            #expect(second.errors.contains("another server uses this data folder"))
        }
    }
}
