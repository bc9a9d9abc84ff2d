// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import NIOCore
import Testing

/// `martlet build` and `martlet dev`.
@Suite struct DevelopmentCommandTests {
    private static let files = [
        "datasources/e.datasource": "SCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n",
        "datasources/f.datasource": "SCHEMA >\n    `n` UInt64 `json:$.n`,\n    `at` DateTime `json:$.at`\n\nENGINE_SORTING_KEY n\n",
        "endpoints/total.pipe": "NODE t\nSQL >\n    SELECT sum(n) AS s FROM e\nTYPE endpoint\n",
        "fixtures/e.ndjson": "{\"n\":1}\n{\"n\":2}\n{\"n\":\"x\"}\n",
        "fixtures/f.sql": "SELECT number AS n, now() AS at FROM numbers(3)",
    ]

    private func project() throws -> ScratchProject { try ScratchProject(Self.files) }

    /// The token of the one workspace that a project is built in.
    private func token(_ server: ServerFixture) async throws -> String {
        try await server.client(try await server.userToken()).workspaces().first { $0.name.hasPrefix("Tinybird_Local_Build_") }?.token ?? ""
    }

    @Test func `a build is shown change by change, with its fixtures; mistakes are shown in their lines`() async throws {
        let project = try self.project()
        try await withServer { server in
            let first = try await server.command("build", project.path, "--now", "2026-01-05 10:00:00")
            let lines = first.output.split(separator: "\n").map(String.init)
            #expect(
                lines.dropLast() == [
                    "✓ datasources/e.datasource created", "✓ datasources/f.datasource created", "✓ endpoints/total.pipe created",
                    "✓ 2 rows of e.ndjson in e", "△ 1 of its rows are in quarantine: martlet quarantine show e", "✓ 3 rows of f.sql in f",
                ], "\(first.errors)")
            #expect(lines.last?.hasPrefix("✓ Build completed in ") == true)
            #expect(try await server.command("build", project.path).output == "No changes. Build skipped.\n")
            let token = try await self.token(server)
            #expect(try await server.value("toUInt32(min(at))", of: "f", token: token) == 1_767_607_200)
            // The default workspace has nothing of it.
            #expect(try await server.client().dataSources().isEmpty)

            try project.write("NODE t\nSQL >\n    SELECT sum(n) AS s FROM nowhere\nTYPE endpoint\n", to: "endpoints/total.pipe")
            let failed = try await server.command("build", project.path)
            #expect(failed.status == 1)
            #expect(failed.output.isEmpty)
            let shown = failed.errors.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            #expect(
                shown.first?.hasPrefix("endpoints/total.pipe:3:29: error: node \"t\" of pipe \"total\" reads \"nowhere\"") == true,
                "\(failed.errors)")
            #expect(shown.dropFirst().prefix(2) == ["  3 |     SELECT sum(n) AS s FROM nowhere", "    |                             ^"])
            #expect(shown.suffix(2) == ["✗ Build failed", ""])
            #expect(String(buffer: try await server.client(token).call("total")).contains("\"s\": 3"))
        }
        try project.remove()
    }

    @Test func `what is saved is served at once, a mistake leaves what was served, and a fixture is loaded anew`() async throws {
        let project = try self.project()
        try await withServer { server in
            let dev = try Program(["dev", project.path], environment: ["MARTLET_URL": server.url])
            try await eventually("it watches") { dev.outputText.contains("» Watching for changes...\n") }
            let client = server.client(try await self.token(server))
            let answer = { String(buffer: try await client.call("total")) }
            #expect(try await answer().contains("\"s\": 3"))

            try project.write("NODE t\nSQL >\n    SELECT sum(n) * 10 AS s FROM e\nTYPE endpoint\n", to: "endpoints/total.pipe")
            try await eventually("the new endpoint is served") { try await answer().contains("\"s\": 30") }
            try await eventually("it says so") { dev.outputText.contains("✓ Rebuild completed in ") }
            #expect(dev.outputText.contains("» endpoints/total.pipe\n✓ endpoints/total.pipe changed\n"), "\(dev.outputText)")

            try project.write("NODE t\nSQL >\n    SELECT summ(n) AS s FROM e\nTYPE endpoint\n", to: "endpoints/total.pipe")
            try await eventually("the mistake is shown") { dev.errorText.contains("✗ Rebuild failed") }
            #expect(dev.errorText.contains("endpoints/total.pipe:"), "\(dev.errorText)")
            #expect(try await answer().contains("\"s\": 30"))

            try project.write("{\"n\":7}\n", to: "fixtures/e.ndjson")
            try await eventually("the fixture is there") { try await answer().contains("\"s\": 70") }
            dev.signal(SIGINT)
            try await eventually("it ends") { !dev.isRunning }
        }
        try project.remove()
    }
}
