// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// The commands as a person and as a script use them.
@Suite struct CommandTests {
    private func project() throws -> URL {
        let folder = try ServerFixture.scratchFolder()
        try "SCHEMA >\n    `n` UInt64 `json:$.n`,\n    `s` String `json:$.s` DEFAULT ''\n\nENGINE_SORTING_KEY n\n"
            .write(to: folder.appending(path: "e.datasource"), atomically: true, encoding: .utf8)
        try "NODE endpoint\nSQL >\n    SELECT count() AS c FROM e\nTYPE endpoint\n"
            .write(to: folder.appending(path: "total.pipe"), atomically: true, encoding: .utf8)
        return folder
    }

    @Test func `deploy, append, list and query from the shell`() async throws {
        let project = try self.project()
        try await withServer { server in
            let deploy = try await server.command("deploy", project.path)
            #expect(deploy.status == 0, "\(deploy.errors)")
            #expect(deploy.output == "+ data source e\n+ pipe total\ndeployment 1 is live\n")
            #expect(try await server.command("deploy", project.path).output == "no changes: the workspace serves this project already\n")

            let rows = project.appending(path: "rows.ndjson")
            try ((0..<30_000).map { "{\"n\":\($0),\"s\":\"\(String(repeating: "x", count: 100))\"}\n" }.joined() + "{\"n\":\"bad\"}")
                .write(to: rows, atomically: true, encoding: .utf8)
            let append = try await server.command("datasource", "append", "e", rows.path)
            #expect(append.output == "30000 rows appended to e, 1 quarantined\n", "\(append.errors)")

            let dataSources = try await server.command("datasource", "ls").output.split(separator: "\n").map {
                $0.split(separator: " ").map(String.init)
            }
            #expect(dataSources.first?.prefix(4) == ["name", "rows", "bytes", "quarantined"])
            #expect(dataSources.last?.first == "e" && dataSources.last?[1] == "30000" && dataSources.last?[3] == "1")
            let pipes = try await server.command("pipe", "ls").output
            #expect(pipes.contains("total  endpoint      1") && pipes.contains("\(server.url)/v0/pipes/total.json"))

            let table = try await server.command("sql", "SELECT number AS n, toString(number) AS s FROM numbers(2)")
            #expect(table.output == "n  s\n0  0\n1  1\n")
            #expect(try await server.command("sql", "SELECT count() AS c FROM e FORMAT CSV").output == "30000\n")
            // The same run again stores nothing twice.
            for _ in 0..<2 {
                let resumed = try await server.command(
                    "datasource", "append", "e", "-", "--resume", "run 1", input: Data("{\"n\":0}\n".utf8))
                #expect(resumed.output == "1 rows appended to e, 0 quarantined\n", "\(resumed.errors)")
            }
            let fed = try await server.command("datasource", "append", "e", "-", input: Data("{\"n\":1}\n".utf8))
            #expect(fed.output == "1 rows appended to e, 0 quarantined\n")
            #expect(try await server.command("sql", "SELECT count() AS c FROM e FORMAT CSV").output == "30002\n")
        }
    }

    @Test func `a mistake in a datafile is printed with its place and fails the command`() async throws {
        let project = try self.project()
        try "NODE n\nSQL >\n    SELECT * FROM nowhere\nTYPE endpoint\n".write(
            to: project.appending(path: "bad.pipe"), atomically: true, encoding: .utf8)
        try await withServer { server in
            let deploy = try await server.command("deploy", project.path)
            #expect(deploy.status == 1)
            #expect(deploy.errors.contains("bad.pipe:3:"))
            #expect(deploy.errors.contains("\"nowhere\""))
            #expect(deploy.errors.hasSuffix("1 mistake, nothing was deployed\n"))
            #expect(deploy.output.isEmpty)
        }
    }

    @Test func `workspaces are apart from each other`() async throws {
        let project = try self.project()
        try await withServer { server in
            #expect(try await server.command("deploy", project.path, "--workspace", "one").status == 0)
            #expect(try await server.command("deploy", project.path, "--workspace", "two").status == 0)
            _ = try await server.command("datasource", "append", "e", "-", "--workspace", "one", input: Data("{\"n\":1}\n".utf8))
            #expect(try await server.command("sql", "SELECT count() AS c FROM e FORMAT CSV", "--workspace", "one").output == "1\n")
            #expect(try await server.command("sql", "SELECT count() AS c FROM e FORMAT CSV", "--workspace", "two").output == "0\n")
            #expect(try await server.command("sql", "SELECT 1", "--workspace", "three").status != 0)
        }
    }

    @Test func `the version is printed`() async throws {
        #expect(try await Program.run(["--version"]).output == "0.1.0\n")
    }
}
