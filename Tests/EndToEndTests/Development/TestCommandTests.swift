// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// `martlet test run|update|create`: words and status as those of the common command line, and nothing left behind.
@Suite struct TestCommandTests {
    private static let files = [
        "datasources/e.datasource": """
        SCHEMA >
            `n` UInt64 `json:$.n`,
            `at` DateTime `json:$.at`

        ENGINE_SORTING_KEY n
        ENGINE_TTL at + toIntervalDay(30)

        """,
        "endpoints/recent.pipe": """
        NODE r
        SQL >
            %
            SELECT n FROM e WHERE at > now() - toIntervalDay({{Int32(days, 7)}}) ORDER BY n
        TYPE endpoint

        """,
        "endpoints/one.pipe": "NODE o\nSQL >\n    %\n    SELECT n FROM e WHERE n = {{Int32(n, required=True)}}\nTYPE endpoint\n",
        "fixtures/e.ndjson": "{\"n\":1,\"at\":\"2024-01-01 00:00:00\"}\n{\"n\":2,\"at\":\"2024-01-09 00:00:00\"}\n",
        "tests/recent.yaml": """
        - name: week
          description: the clock stands in 2024
          now: 2024-01-10 00:00:00
          parameters: days=7
          expected_result: |
            {"n":2}

        - name: month
          now: 2024-01-10
          parameters: recent?days=30
          expected_result: |
            {"n":1}
            {"n":2}

        - name: wrong
          parameters: days=x
          expected_http_status: 400
          expected_result: "Template Syntax Error: Error validating 'x' to type Int32"

        """,
        "tests/gone.yaml": "- name: a\n  parameters: ''\n  expected_result: ''\n",
    ]

    @Test func `tests of a clock that stands pass, and a difference is shown and fails the command`() async throws {
        let project = try ScratchProject(Self.files)
        try await withServer { server in
            let passed = try await server.command("test", "run", "--folder", project.path)
            #expect(
                passed.output == """

                    » Building test environment
                    ✓ Done!

                    » Running tests
                    * gone.yaml
                    ✗ All tests skipped (gone.pipe not found)
                    * recent.yaml
                    ✓ week passed
                    ✓ month passed
                    ✓ wrong passed

                    ✓ 1/1 passed (1 skipped)

                    """, "\(passed.errors)")
            #expect(passed.status == 0)

            let failed = try await server.command("test", "run", "recent", "--folder", project.path, "--now", "2024-02-09 00:00:00")
            #expect(failed.status == 1)
            let tail = """
                * recent.yaml
                ✗ week failed
                ** Output and expected output are different:\u{20}

                Expected:\u{20}
                {"n":2}

                Got:\u{20}

                Diff:\u{20}
                - {"n":2}


                ✗ 0/1 passed

                """
            #expect(failed.output.hasSuffix(tail), "\(failed.output)\(failed.errors)")
            #expect(try await server.workspaceNames() == ["Tinybird_Local_Testing"])
            #expect(try await server.command("test", "run", "nothing", "--folder", project.path).status != 0)
        }
        try project.remove()
    }

    @Test func `update takes today's answers, create writes tests, and both pass afterwards`() async throws {
        let project = try ScratchProject(Self.files)
        try project.write("{\"n\":20,\"at\":\"2024-01-09 00:00:00\"}\n{\"n\":30,\"at\":\"2024-01-09 00:00:00\"}\n", to: "fixtures/e.ndjson")
        try await withServer { server in
            let updated = try await server.command("test", "update", "recent", "--folder", project.path)
            #expect(updated.output.hasSuffix("✓ week updated\n✓ month updated\n✓ wrong updated\n✓ Done!\n\n"), "\(updated.errors)")
            #expect(
                try project.read("tests/recent.yaml") == """

                    - name: week
                      description: the clock stands in 2024
                      now: 2024-01-10 00:00:00
                      parameters: days=7
                      expected_result: |
                        {"n":20}
                        {"n":30}

                    - name: month
                      now: 2024-01-10
                      parameters: recent?days=30
                      expected_result: |
                        {"n":20}
                        {"n":30}

                    - name: wrong
                      parameters: days=x
                      expected_http_status: 400
                      expected_result: 'Template Syntax Error: Error validating ''x'' to type Int32'

                    """)
            let created = try await server.command("test", "create", "one", "--folder", project.path)
            #expect(created.output.contains("✓ defaults created\n✓ without_n created\n"), "\(created.errors)")
            let run = try await server.command("test", "run", "one", "recent", "--folder", project.path)
            #expect(run.output.hasSuffix("✓ 2/2 passed\n"), "\(run.output)")
            #expect(try await server.command("test", "create", "one", "--folder", project.path).status != 0)
            #expect(try await server.workspaceNames() == ["Tinybird_Local_Testing"])
        }
        try project.remove()
    }

    @Test func `a run that is interrupted, or cannot be built, leaves nothing`() async throws {
        let project = try ScratchProject(Self.files)
        // Long enough to be interrupted in.
        try project.write("SELECT sum(number) AS n, toDateTime('2024-01-01') AS at FROM numbers(100000000000)", to: "fixtures/e.sql")
        try FileManager.default.removeItem(at: project.folder.appending(path: "fixtures/e.ndjson"))
        try await withServer { server in
            let run = try Program(["test", "run", "--folder", project.path], environment: ["MARTLET_URL": server.url])
            try await eventually("it builds") { try await server.workspaceNames().count == 2 }
            run.signal(SIGINT)
            try await eventually("it ends") { !run.isRunning }
            #expect(try await server.workspaceNames() == ["Tinybird_Local_Testing"])

            try project.write("NODE r\nSQL >\n    SELECT n FROM nowhere\nTYPE endpoint\n", to: "endpoints/recent.pipe")
            let broken = try await server.command("test", "run", "--folder", project.path)
            #expect(broken.status == 1)
            #expect(broken.errors.contains("endpoints/recent.pipe:3:"))
            #expect(try await server.workspaceNames() == ["Tinybird_Local_Testing"])
        }
        try project.remove()
    }

    @Test(arguments: ["emitkit", "web-analytics"]) func `the examples pass their tests`(example: String) async throws {
        try await withServer { server in
            let run = try await server.command("test", "run", "--folder", repository.appending(path: "Examples/\(example)").path)
            #expect(run.status == 0, "\(run.output)\(run.errors)")
        }
    }
}
