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
            #expect(
                deploy.output == """
                    * Changes to be deployed:
                    ----------------------------------------------
                    | status | name  | type       | path         |
                    ----------------------------------------------
                    | new    | e     | datasource | e.datasource |
                    | new    | total | endpoint   | total.pipe   |
                    ----------------------------------------------
                    * No changes in tokens to be deployed
                    * No data will be copied with this deployment

                    * Deployment submitted. It will be auto-promoted when ready.
                    » Waiting for deployment to be ready...
                    ✓ Deployment is ready
                    » Waiting for deployment to be promoted...
                    ✓ Deployment promoted
                    ✓ Deployment #1 is live!

                    """)
            #expect(try await server.command("deploy", project.path).output.hasSuffix("△ Not deploying. No changes.\n"))

            let rows = project.appending(path: "rows.ndjson")
            try ((0..<30_000).map { "{\"n\":\($0),\"s\":\"\(String(repeating: "x", count: 100))\"}\n" }.joined() + "{\"n\":\"bad\"}")
                .write(to: rows, atomically: true, encoding: .utf8)
            let append = try await server.command("datasource", "append", "e", rows.path)
            #expect(
                append.output == "» Appending data to e\n✓ Rows appended!\n30000 rows appended to e, 1 quarantined\n", "\(append.errors)")

            let dataSources = try await server.command("datasource", "ls", "--format", "csv").output.split(separator: "\n")
            #expect(dataSources.first == "shared from,name,row_count,size,created at,updated at,connection")
            #expect(dataSources.last?.hasPrefix(",e,30000,") == true)
            let pipes = try await server.command("pipe", "ls").output
            #expect(pipes.hasPrefix("** Pipes:\n") && pipes.contains("| total | ") && pipes.contains(" |     1 | endpoint |"), "\(pipes)")

            let table = try await server.command("sql", "SELECT number AS n, toString(number) AS s FROM numbers(2)")
            #expect(
                table.output
                    == "       n    s       \n  UInt64    String  \n────────────────────\n       0    0       \n       1    1       \n")
            #expect(try await server.command("sql", "SELECT count() AS c FROM e FORMAT CSV").output == "30000\n")
            // The same run again stores nothing twice.
            for _ in 0..<2 {
                let resumed = try await server.command(
                    "datasource", "append", "e", "-", "--resume", "run 1", input: Data("{\"n\":0}\n".utf8))
                #expect(resumed.output.hasSuffix("1 rows appended to e, 0 quarantined\n"), "\(resumed.errors)")
            }
            let fed = try await server.command("datasource", "append", "e", "-", input: Data("{\"n\":1}\n".utf8))
            #expect(fed.output.hasSuffix("1 rows appended to e, 0 quarantined\n"))
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
}
