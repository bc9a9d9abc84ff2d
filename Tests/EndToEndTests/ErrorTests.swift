// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// What callers do wrong, and what they are told.
@Suite struct ErrorTests {
    private static let files = [
        DeploymentFile(
            path: "datasources/events.datasource",
            text: """
                SCHEMA >
                    `ts` DateTime `json:$.ts`,
                    `name` String `json:$.name`,
                    `price` Float32 `json:$.price` DEFAULT 0,
                    `count` UInt8 `json:$.count` DEFAULT 0

                ENGINE_SORTING_KEY ts

                """),
        DeploymentFile(
            path: "pipes/by_name.pipe",
            text: """
                NODE endpoint
                SQL >
                    %
                    SELECT count() AS n FROM events WHERE name = {{String(name)}} AND count < {{UInt8(below, 255)}}
                TYPE endpoint

                """),
        DeploymentFile(path: "pipes/block.pipe", text: "NODE only\nSQL >\n    SELECT * FROM events\n"),
    ]

    @Test func `every mistake has its status and a text that names the place`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            func expect(_ status: Int, _ error: String, _ answer: ServerFixture.Answer, line: Int = #line) {
                #expect(answer.status == status, "line \(line): \(answer.body)")
                #expect(answer.error == error, "line \(line)")
                #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
            }
            expect(404, "data source \"nope\" does not exist", try await server.post("/v0/events?name=nope", token: token, body: "{}"))
            expect(400, "parameter \"name\" is required", try await server.post("/v0/events", token: token, body: "{}"))
            expect(
                403, "no authentication token: pass it as \"Authorization: Bearer <token>\" or as the parameter \"token\"",
                try await server.get("/v0/datasources"))
            expect(403, "invalid authentication token", try await server.get("/v0/datasources", token: "p.nope"))
            expect(403, "invalid authentication token", try await server.get("/v0/pipes/by_name.json?token=x"))
            expect(404, "pipe \"nope\" does not exist", try await server.get("/v0/pipes/nope.json", token: token))
            expect(404, "pipe \"block\" has no endpoint", try await server.get("/v0/pipes/block.json", token: token))
            expect(404, "there is no route /v0/nope", try await server.get("/v0/nope", token: token))
            expect(
                400,
                "Template Syntax Error: Required parameter is not defined. Check the parameters name. Please provide a value or set a default value in the pipe code.",
                try await server.get("/v0/pipes/by_name.json", token: token))
            expect(
                400, "Template Syntax Error: Error validating '-1' to type UInt8",
                try await server.get("/v0/pipes/by_name.json?name=a&below=-1", token: token))
            expect(
                400, "Unknown table 'secrets' (UNKNOWN_TABLE)", try await server.get("/v0/sql?q=SELECT%201%20FROM%20secrets", token: token))
            expect(400, "the query is empty: pass SQL in the parameter \"q\" or as the body", try await server.get("/v0/sql", token: token))
            let syntax = try await server.get("/v0/sql?q=SELECT%20FROM%20WHERE", token: token)
            #expect(syntax.status == 400)
            let column = try await server.get("/v0/sql?q=SELECT%20nope%20FROM%20events", token: token)
            #expect(column.status == 400)
            #expect(column.headers["x-db-exception-code"] == "47")
            #expect(column.error?.contains("nope") == true && column.error?.hasSuffix("(UNKNOWN_IDENTIFIER)") == true)
            #expect(column.error?.contains("w_") == false)
            let write = try await server.get("/v0/sql?q=DROP%20TABLE%20events", token: token)
            #expect(write.status == 400)
        }
    }

    @Test func `bad rows go to quarantine with their column and reason and cost no neighbour`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            let body = """
                {"ts":"2026-01-01 10:00:00","name":"a","price":1.5}
                {"ts":"2026-01-01 10:00:00","name":"b","price":"x"}
                not json
                {"ts":"2026-01-01 10:00:00","price":1}
                {"ts":"2026-01-01 10:00:00","name":"c","count":300}
                {"ts":"2026-01-01T10:00:00Z","name":"d"}
                """
            let receipt = try await server.post("/v0/events?name=events&wait=true", token: token, body: body)
            #expect(receipt.status == 200)
            #expect(try receipt.json() as? [String: Int] == ["successful_rows": 2, "quarantined_rows": 4])
            let stored = try await server.get("/v0/sql?q=SELECT%20name%20FROM%20events%20ORDER%20BY%20name%20FORMAT%20CSV", token: token)
            #expect(stored.body == "\"a\"\n\"d\"\n")
            let query = "SELECT c__error_column AS c, c__error AS e FROM events_quarantine ORDER BY e FORMAT JSONEachRow"
            let quarantined = try await server.post("/v0/sql", token: token, body: query)
            #expect(
                quarantined.body == """
                    {"c":[""],"e":["invalid JSON"]}
                    {"c":["name"],"e":["missing required field 'name'"]}
                    {"c":["price"],"e":["value 'x' on column 'price' is not Float32"]}
                    {"c":["count"],"e":["value out of range for UInt8: '300'"]}

                    """)
        }
    }

    @Test func `a body without a single JSON line is refused as a whole`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            let answer = try await server.post("/v0/events?name=events", token: token, body: "a,b\n1,2\n")
            #expect(answer.status == 400)
            #expect(answer.error == "no line of the body is a JSON object: line 1: invalid JSON")
            let large = String(repeating: " ", count: (10 << 20) + 1)
            #expect(try await server.post("/v0/events?name=events", token: token, body: large).status == 413)
        }
    }

    @Test func `mistakes in datafiles are reported together, each with its line, and deploy nothing`() async throws {
        try await withServer { server in
            let client = try await server.client()
            let files = [
                DeploymentFile(path: "datasources/a.datasource", text: "SCHEMA >\n    `x` Strin `json:$.x`\n"),
                DeploymentFile(path: "pipes/b.pipe", text: "NODE n\nSQL >\n    %\n    SELECT {{String(x}} FROM a\nTYPE endpoint\n"),
                DeploymentFile(path: "pipes/c.pipe", text: "NODE n\nSQL >\n    SELECT 1\nTYPE endpoint\nNOPE 1\n"),
            ]
            let error = await #expect(throws: MartletClientError.self) { try await client.deploy(files) }
            #expect(error?.findings.contains { $0.hasPrefix("datasources/a.datasource:2:") } == true, "\(error?.findings ?? [])")
            #expect(error?.findings.contains { $0.hasPrefix("pipes/c.pipe:5:") } == true, "\(error?.findings ?? [])")
            #expect(try await client.dataSources().isEmpty)
            #expect(try await client.pipes().isEmpty)
        }
    }
}
