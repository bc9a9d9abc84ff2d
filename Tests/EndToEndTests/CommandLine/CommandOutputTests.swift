// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// What commands print, and how they end: what scripts look for.
@Suite struct CommandOutputTests {
    private func withShell(_ body: (Shell, ServerFixture) async throws -> Void) async throws {
        try await withServer { server in
            let shell = try Shell(server)
            try shell.write("SCHEMA >\n    `n` UInt64 `json:$.n`,\n    `s` String `json:$.s` DEFAULT ''\n", to: "datasources/e.datasource")
            try shell.write("SCHEMA >\n    `c` UInt64 `json:$.c`\n", to: "datasources/counts.datasource")
            try shell.write(
                "TOKEN reader READ\nNODE n\nSQL >\n    %\n    SELECT n, s FROM e WHERE n >= {{UInt64(least, 0)}} ORDER BY n\nTYPE endpoint\n",
                to: "endpoints/top.pipe")
            try shell.write("NODE n\nSQL >\n    SELECT count() AS c FROM e\nTYPE copy\nTARGET_DATASOURCE counts\n", to: "copies/cp.pipe")
            let deploy = try await shell("deploy")
            #expect(deploy.status == 0, "\(deploy.errors)")
            let rows = try await shell("datasource", "append", "e", "-", input: Data("{\"n\":1}\n{\"n\":2,\"s\":\"x\"}\n".utf8))
            #expect(rows.status == 0, "\(rows.errors)")
            try await body(shell, server)
        }
    }

    @Test func `data sources are shown, filled, emptied and written to files`() async throws {
        try await self.withShell { shell, _ in
            #expect(try await shell("datasource", "data", "e", "--format", "csv").output == "n,s\n1,\n2,x\n")
            #expect(
                try await shell("datasource", "data", "e", "--limit", "1").output == """
                    ---------
                    | n | s |
                    ---------
                    | 1 |   |
                    ---------

                    """)
            #expect(
                try await shell("datasource", "data", "nothing").errors.hasPrefix(
                    "Error: 'nothing' Data Source does not exist; there are: "))
            let export = try await shell("datasource", "export", "e", "--format", "csv", "--where", "n > 1")
            #expect(export.output == "» Exporting e\n✓ Exported data to fixtures/e.csv (14 bytes)\n", "\(export.errors)")
            #expect(try await shell("datasource", "export", "e", "--rows", "1", "--target", "-").output.hasSuffix("{\"n\":1,\"s\":\"\"}\n"))

            let dry = try await shell("datasource", "delete", "e", "--sql-condition", "n = 1", "--dry-run")
            #expect(dry.output == "** [DRY RUN] Data Source 'e' rows '1' matching condition \"n = 1\" to be deleted\n", "\(dry.errors)")
            let unasked = try await shell("datasource", "delete", "e", "--sql-condition", "n = 1")
            #expect(unasked.status == 1 && unasked.errors.hasSuffix("There is no terminal to ask on: pass --yes to go on\n"))
            let deleted = try await shell("datasource", "delete", "e", "--sql-condition", "n = 1", "--yes")
            #expect(deleted.output.hasSuffix("** Data Source 'e' rows deleted matching condition \"n = 1\"\n"), "\(deleted.errors)")

            try shell.write("n,s\n7,seven\n8,eight\n", to: "new.csv")
            let replaced = try await shell("datasource", "replace", "e", "new.csv")
            #expect(replaced.output.hasSuffix("** Data replaced in Data Source 'e' successfully!\n"), "\(replaced.errors)")
            let appended = try await shell("datasource", "append", "e", "new.csv")
            #expect(appended.output.hasSuffix("✓ Rows appended!\n2 rows appended to e, 0 quarantined\n"), "\(appended.errors)")
            #expect(try await shell("sql", "SELECT sum(n) FROM e FORMAT CSV").output == "30\n")
            let queued = try await shell("datasource", "append", "e", "new.csv", "--no-wait")
            #expect(queued.output.contains("✓ Append import job queued: "))
            let analyzed = try await shell("datasource", "analyze", "new.csv")
            #expect(analyzed.output.contains("** SQL Schema:\n`n` "), "\(analyzed.output)\(analyzed.errors)")
        }
    }

    @Test func `endpoints are listed and called, with parameters as options`() async throws {
        try await self.withShell { shell, server in
            let data = try await shell("endpoint", "data", "top", "--least", "2")
            #expect(data.output.hasPrefix("** Pipe: top\n** Query took "), "\(data.errors)")
            #expect(data.output.hasSuffix("---------\n| n | s |\n---------\n| 2 | x |\n---------\n"))
            #expect(try await shell("endpoint", "data", "top", "--format", "csv", "--least=2").output == "\"n\",\"s\"\n2,\"x\"\n")
            #expect(
                try await shell("pipe", "data", "top", "--query", "SELECT sum(n) AS t FROM _", "--output", "csv").output == "\"t\"\n3\n")
            #expect(try await shell("pipe", "test", "top", "--param", "least=9").output.hasSuffix("** No rows\n"))
            let refused = try await shell("endpoint", "data", "top", "--least", "x")
            #expect(refused.status == 1 && refused.errors.hasPrefix("Error: Template Syntax Error: "))
            #expect(try await shell("endpoint", "data", "top", "--least").status == 2)

            let reader = try await server.token("reader")
            #expect(try await shell("endpoint", "token", "top").output == "\(reader)\n")
            #expect(try await shell("endpoint", "url", "top").output.hasPrefix("http://127.0.0.1:"))
            let list = try await shell("endpoint", "ls", "--format", "json").output
            #expect(list.hasPrefix("{\n  \"pipes\": [\n    {\n      \"name\": \"top\",\n      \"updated at\": \"20"), "\(list)")
            #expect(try await shell("pipe", "ls", "--match", "^c", "--format", "csv").output.split(separator: "\n").count == 2)
        }
    }

    @Test func `deployments are checked, listed and refused`() async throws {
        try await self.withShell { shell, _ in
            #expect(try await shell("deploy", "--check").output.hasSuffix("△ Not deploying. No changes.\n"))
            try shell.write("SCHEMA >\n    `n` UInt64 `json:$.n`\n", to: "datasources/f.datasource")
            let checked = try await shell("deploy", "--check", "--output", "json")
            #expect(checked.status == 0 && checked.output.contains("\"name\" : \"f\""), "\(checked.output)\(checked.errors)")
            try shell.write("NODE n\nSQL >\n    SELECT * FROM nowhere\nTYPE endpoint\n", to: "endpoints/bad.pipe")
            let invalid = try await shell("deploy", "--check")
            #expect(invalid.status == 1 && invalid.errors.contains("endpoints/bad.pipe:3:"), "\(invalid.errors)")
            #expect(invalid.errors.hasSuffix("✗ Deployment is not valid\n"))
            let list = try await shell("deployment", "ls", "--format", "csv").output.split(separator: "\n")
            #expect(list.first == "ID,Status,Created at" && list.last?.hasPrefix("1,Live,20") == true, "\(list)")
            #expect(try await shell("deploy", "datasources/none.datasource").status == 1)
            #expect(try await shell("deploy", "README.md").errors.hasPrefix("Error: README.md is no datafile"))
        }
    }

    @Test func `what is live is written to files, and files of one's own are left alone`() async throws {
        try await self.withShell { shell, server in
            let other = try Shell(server)
            let pull = try await other("pull")
            #expect(
                pull.output.contains("✓ datasources/e.datasource\n") && pull.output.contains("✓ endpoints/top.pipe\n"), "\(pull.errors)")
            #expect(try await other("deploy").output.hasSuffix("△ Not deploying. No changes.\n"))
            #expect(try await other("pull").output.isEmpty)
            try other.write("SCHEMA >\n    `x` String `json:$.x`\n", to: "datasources/e.datasource")
            let refused = try await other("pull")
            #expect(refused.status == 1 && refused.errors.hasPrefix("datasources/e.datasource says something else already\n"))
            #expect(try await other("pull", "--force").output == "✓ datasources/e.datasource\n")
        }
    }

    @Test func `copies, jobs, tokens and workspaces are looked after`() async throws {
        try await self.withShell { shell, _ in
            let copy = try await shell("copy", "run", "cp", "--wait")
            #expect(
                copy.output == """
                    » Running on-demand copy 'cp'
                    ✓ Copy to 'counts' job created
                    ✓ Data copied to 'counts'
                    1 rows copied

                    """, "\(copy.errors)")
            let jobs = try await shell("job", "ls", "-s", "done", "-k", "copy", "--format", "csv").output.split(separator: "\n")
            #expect(jobs.first == "id,kind,status,created at,updated at,job url" && jobs.count == 2)
            let id = String(jobs.last?.prefix { $0 != "," } ?? "")
            #expect(try await shell("job", "details", id).output.contains("\nkind: copy\n"))
            #expect(try await shell("job", "cancel", "none").status == 1)

            let made = try await shell("token", "create", "static", "t3", "--scope", "PIPES:READ", "--resource", "top")
            #expect(made.output == "✓ Token 't3' generated successfully\n", "\(made.errors)")
            #expect(try await shell("token", "scopes", "t3", "--format", "csv").output == "type,resource,filter\nPIPES:READ,top,\n")
            let text = try await shell("token", "copy", "t3").output
            #expect(text.hasPrefix("p."))
            let list = try await shell("token", "ls", "--match", "t3").output
            #expect(list.contains("name: t3\n") || list.contains("| t3 "), "\(list)")
            #expect(!list.contains(text.dropLast()))
            #expect(try await shell("token", "rm", "t3", "--yes").output == "** Token 't3' removed successfully\n")
            #expect(try await shell("token", "copy", "t3").errors.hasPrefix("Error: token \"t3\" does not exist; there are: "))

            let web = try await shell("token", "create", "jwt", "web", "--ttl", "1h", "--scope", "PIPES:READ", "--resource", "top")
            #expect(web.output.contains("\nThe token is: ey"), "\(web.output)\(web.errors)")

            #expect(try await shell("secret", "set", "S1", input: Data("v1\n".utf8)).output.hasSuffix("✓ Secret 'S1' set\n"))
            #expect(try await shell("secret", "set", "S1", "v2").status == 0)
            let secrets = try await shell("secret", "ls", "--format", "csv").output
            #expect(secrets.hasPrefix("name,created_at,updated_at\nS1,20") && !secrets.contains("v2"))
            #expect(try await shell("secret", "rm", "S1").output.hasSuffix("✓ Secret 'S1' deleted\n"))

            #expect(try await shell("workspace", "create", "second").output == "** Workspace 'second' has been created\n")
            #expect(try await shell("workspace", "ls", "--format", "csv").output.contains("\nsecond,"))
            #expect(try await shell("workspace", "use", "second").output.hasPrefix("** Now using second ("))
            #expect(try await shell("datasource", "ls", "--output", "json").output == "{\n  \"datasources\": []\n}\n")
            #expect(try await shell("--local", "workspace", "current").output.contains("Tinybird_Local_Testing"))
            #expect(try await shell("info", "--output", "json").output.contains("\"workspace_name\" : \"second\""))
        }
    }

    @Test func `deployments wait beside what is live, and are promoted or discarded`() async throws {
        try await self.withShell { shell, _ in
            try shell.write("NODE n\nSQL >\n    SELECT 42 AS answer\nTYPE endpoint\n", to: "endpoints/answer.pipe")
            let created = try await shell("deployment", "create", "--wait")
            #expect(created.output.hasSuffix("✓ Deployment is ready\n"), "\(created.output)\(created.errors)")
            #expect(try await shell("deployment", "ls", "--format", "csv").output.contains("\n2,Staging,20"))
            #expect(try await shell("endpoint", "data", "answer").status == 1)
            #expect(try await shell("--staging", "endpoint", "data", "answer", "--format", "csv").output == "\"answer\"\n42\n")
            let discarded = try await shell("deployment", "discard", "--wait")
            #expect(discarded.output.hasSuffix("Discard process successfully completed\n"), "\(discarded.output)\(discarded.errors)")
            #expect(try await shell("deployment", "discard").errors.hasPrefix("Error: there is no deployment to discard"))
            #expect(try await shell("deployment", "create", "--wait").status == 0)
            let promoted = try await shell("deployment", "promote", "--wait")
            #expect(promoted.output.hasSuffix("✓ Deployment #3 is live!\n"), "\(promoted.output)\(promoted.errors)")
            #expect(try await shell("endpoint", "data", "answer", "--format", "csv").output == "\"answer\"\n42\n")
        }
    }

    @Test func `what happens is logged`() async throws {
        try await self.withShell { shell, _ in
            _ = try await shell("endpoint", "data", "top")
            try await eventually("the call and the rows are logged") {
                let logs = try await shell("logs", "-s", "-10m", "--output", "json").output
                return logs.contains("tinybird.pipe_stats_rt") && logs.contains("tinybird.datasources_ops_log")
            }
            let table = try await shell("logs", "--source", "pipe_stats_rt").output
            #expect(table.contains("| Timestamp ") && table.contains("| tinybird.pipe_stats_rt | "), "\(table)")
            #expect(try await shell("logs", "--source", "nothing").status == 2)
        }
    }

    @Test func `what goes wrong is said in a line, with the status that scripts expect`() async throws {
        try await self.withShell { shell, _ in
            let away = try await shell("--host", "http://127.0.0.1:1", "--token", "x", "datasource", "ls")
            #expect(away.status == 1 && away.errors.hasPrefix("Error: http://127.0.0.1:1 does not answer: is the server running there?"))
            let refused = try await shell("datasource", "ls", "--token", "p.wrong")
            #expect(refused.status == 1 && refused.errors == "Error: Forbidden: invalid authentication token\n")
            let unknown = try await shell("datasource", "explode")
            #expect(
                unknown.status == 2 && unknown.output.isEmpty && unknown.errors.contains("Usage: martlet datasource"), "\(unknown.errors)")
            #expect(try await shell("deploy", "--nonsense").status == 2)
            #expect(try await shell("sql", "SELEC 1").errors.hasPrefix("Error: "))
            #expect(try await shell("--help").output.hasPrefix("OVERVIEW: Real-time analytics"))
            #expect(try await shell("--generate-completion-script", "bash").output.contains("datasource"))
            #expect(try await shell("sql", input: Data("SELECT 1 AS one FORMAT CSV;\n".utf8)).output == "1\n")
            #expect(try await shell("--output", "csv", "sql", "SELECT 1 AS one").output == "\"one\"\n1\n")
            #expect(try await shell("sql", "SELECT 1 AS one WHERE 0").output == "** No rows\n")
            // Rows that are much alike compress a hundredfold.
            let alike = try await shell("sql", "SELECT repeat('a', 100) AS a FROM numbers(50000) FORMAT CSV")
            #expect(alike.status == 0 && alike.output.utf8.count == 50_000 * 103, "\(alike.errors)")
            #expect(try await shell("sql", "SELECT 1 AS one", "--stats").output.hasPrefix("** Query took "))
        }
    }

    @Test func `a command that only prints ends at once`() async throws {
        let start = ContinuousClock.now
        #expect(try await Program.run(["--version"]).output == "0.1.0\n")
        // Far more than it takes, for machines that do much else meanwhile.
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
