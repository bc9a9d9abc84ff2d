// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Deployments beside the live one: what reaches them, and what becomes of them.
@Suite struct StagedDeploymentTests {
    static func events(_ schema: String = "`n` UInt32 `json:$.n`, `k` String `json:$.k`", _ options: String = "ENGINE_SORTING_KEY n")
        -> DeploymentFile
    {
        DeploymentFile(path: "events.datasource", text: "SCHEMA >\n    \(schema)\n\n\(options)\n")
    }

    static let totals = [
        DeploymentFile(
            path: "totals.datasource",
            text:
                "SCHEMA >\n    `k` String,\n    `total` AggregateFunction(sum, UInt32)\n\nENGINE AggregatingMergeTree\nENGINE_SORTING_KEY k\n"
        ),
        DeploymentFile(
            path: "totals_mv.pipe",
            text: "NODE m\nSQL >\n    SELECT k, sumState(n) AS total FROM events GROUP BY k\nTYPE materialized\nDATASOURCE totals\n"),
        DeploymentFile(
            path: "all_totals.pipe",
            text: "NODE e\nSQL >\n    SELECT k, sumMerge(total) AS t FROM totals GROUP BY k ORDER BY k\nTYPE endpoint\n"),
    ]

    /// A server with the three rows `1 a`, `2 b`, `4 a`.
    private func withRows(
        _ files: [DeploymentFile] = [Self.events()] + Self.totals, _ body: (ServerFixture, Stage) async throws -> Void
    ) async throws {
        try await withServer { server in
            let stage = Stage(server: server, token: try await server.adminToken())
            _ = try await server.client().deploy(files)
            try await stage.append("{\"n\": 1, \"k\": \"a\"}\n{\"n\": 2, \"k\": \"b\"}\n{\"n\": 4, \"k\": \"a\"}\n")
            try await body(server, stage)
        }
    }

    /// Requests as a person or a program makes them around a deployment.
    struct Stage {
        let server: ServerFixture
        let token: String

        func append(_ rows: String) async throws {
            #expect(try await self.server.post("/v0/events?name=events&wait=true", token: self.token, body: rows).status == 200)
        }

        func csv(_ sql: String) async throws -> String {
            let query = sql.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return try await self.server.get("/v0/sql?q=\(query)%20FORMAT%20CSV", token: self.token).body
        }

        func totals() async throws -> String { try await self.server.get("/v0/pipes/all_totals.csv", token: self.token).body }

        /// Stages a deployment that waits to be promoted; its number.
        func stage(_ files: [DeploymentFile]) async throws -> Int {
            let boundary = "b"
            let body = files.map {
                "--b\r\nContent-Disposition: form-data; name=\"data_project://\"; filename=\"\($0.path)\"\r\n\r\n\($0.text)\r\n"
            }
            let answer = try await self.server.post(
                "/v1/deploy", token: self.token, body: body.joined() + "--b--\r\n",
                headers: ["Content-Type": "multipart/form-data; boundary=\(boundary)"])
            let deployment = try answer.json()["deployment"] as? [String: Any]
            #expect(answer.status == 200 && deployment?["status"] as? String == "data_ready", "\(answer)")
            #expect(deployment?["live"] as? Bool == false)
            return Int(deployment?["id"] as? String ?? "") ?? 0
        }

        func statuses() async throws -> [String] {
            let answer = try await self.server.get("/v1/deployments?include_deleted=true", token: self.token)
            return (try answer.json()["deployments"] as? [[String: Any]] ?? []).map {
                "\($0["id"] ?? "") \($0["live"] as? Bool == true ? "live" : $0["status"] ?? "")"
            }
        }
    }

    @Test(arguments: [
        ("`n` UInt32 `json:$.n`, `k` String `json:$.k`, `m` UInt8 `json:$.m` DEFAULT 3", "ENGINE_SORTING_KEY n", "1,\"a\",3|5,\"c\",3"),
        ("`n` UInt64 `json:$.n`, `k` LowCardinality(String) `json:$.k`", "ENGINE_SORTING_KEY n", "1,\"a\"|5,\"c\""),
        ("`n` UInt32 `json:$.n`", "ENGINE_SORTING_KEY n", "1|5"),
        (
            "`n` UInt32 `json:$.n`, `k` String `json:$.k`",
            "ENGINE_SORTING_KEY k, n\nENGINE_PARTITION_KEY k\n\nFORWARD_QUERY >\n    SELECT n * 10 AS n, upper(k) AS k", "10,\"A\"|50,\"C\""
        ),
    ])
    func `a data source takes another shape, with the rows from before and those that arrive meanwhile`(
        schema: String, options: String, expected: String
    ) async throws {
        try await self.withRows([Self.events()]) { server, stage in
            let number = try await stage.stage([Self.events(schema, options)])
            try await stage.append("{\"n\": 5, \"k\": \"c\"}\n")
            #expect(try await stage.csv("SELECT * FROM events ORDER BY n") == "1,\"a\"\n2,\"b\"\n4,\"a\"\n5,\"c\"\n")
            #expect(try await stage.statuses() == ["1 live", "\(number) data_ready"])
            #expect(try await server.request("POST", "/v1/deployments/\(number)/set-live", token: stage.token).status == 200)
            let rows = try await stage.csv("SELECT * FROM events ORDER BY n").split(separator: "\n").map(String.init)
            #expect("\(rows.first ?? "")|\(rows.last ?? "")" == expected)
            #expect(rows.count == 4)
            #expect(try await stage.statuses() == ["1 deleted", "\(number) live"])
            try await stage.append("{\"n\": 100, \"k\": \"d\"}\n")
            #expect(try await stage.csv("SELECT count(), max(n) FROM events") == "5,100\n")
        }
    }

    @Test func `views go over to the new tables with what they have made`() async throws {
        try await self.withRows { server, stage in
            let wider = Self.events("`n` UInt32 `json:$.n`, `x` String DEFAULT 'x', `k` String `json:$.k`")
            let number = try await stage.stage([wider] + Self.totals)
            try await stage.append("{\"n\": 8, \"k\": \"b\"}\n")
            #expect(try await stage.totals() == "\"k\",\"t\"\n\"a\",5\n\"b\",10\n")
            _ = try await server.request("POST", "/v1/deployments/\(number)/set-live", token: stage.token)
            #expect(try await stage.totals() == "\"k\",\"t\"\n\"a\",5\n\"b\",10\n")
            try await stage.append("{\"n\": 16, \"k\": \"b\"}\n")
            #expect(try await stage.totals() == "\"k\",\"t\"\n\"a\",5\n\"b\",26\n")
        }
    }

    @Test func `a changed view is run over the rows from before, once over each`() async throws {
        try await self.withRows { server, stage in
            var files = Self.totals
            files[1] = DeploymentFile(path: files[1].path, text: files[1].text.replacing("sumState(n)", with: "sumState(toUInt32(n * 10))"))
            let number = try await stage.stage([Self.events()] + files)
            try await stage.append("{\"n\": 8, \"k\": \"b\"}\n")
            #expect(try await stage.totals() == "\"k\",\"t\"\n\"a\",5\n\"b\",10\n")
            // The one that waits can be asked already.
            let totals = "\"k\",\"t\"\n\"a\",50\n\"b\",100\n"
            for choice in ["staging", "\(number)"] {
                #expect(try await server.get("/v0/pipes/all_totals.csv?__tb__deployment=\(choice)", token: stage.token).body == totals)
            }
            #expect(try await server.get("/v0/pipes/all_totals.csv?__tb__deployment=7", token: stage.token).status == 404)
            _ = try await server.request("POST", "/v1/deployments/\(number)/set-live", token: stage.token)
            #expect(try await stage.totals() == totals)
        }
    }

    @Test func `a discarded deployment leaves nothing, and another can follow`() async throws {
        try await self.withRows { server, stage in
            let before = try await server.engine(
                "SELECT groupArray(name) FROM (SELECT name FROM system.tables WHERE name LIKE 'events%' OR name LIKE '%totals%' ORDER BY name)"
            )
            let wider = [Self.events("`n` UInt32 `json:$.n`, `k` LowCardinality(String) `json:$.k`")] + Self.totals
            let number = try await stage.stage(wider)
            let refused = try await server.post("/v0/datasources/events/truncate", token: stage.token, body: "")
            #expect(refused.status == 409 && refused.error?.contains("deployment \(number)") == true)
            await #expect(throws: MartletClientError.self) { try await server.client().deploy(wider) }
            #expect(try await server.request("DELETE", "/v1/deployments/\(number)", token: stage.token).status == 200)
            #expect(try await stage.statuses() == ["1 live", "\(number) deleted"])
            #expect(
                try await server.engine(
                    "SELECT groupArray(name) FROM (SELECT name FROM system.tables WHERE name LIKE 'events%' OR name LIKE '%totals%' ORDER BY name)"
                ) == before)
            #expect(try await stage.totals() == "\"k\",\"t\"\n\"a\",5\n\"b\",2\n")
            #expect(try await server.client().deploy([Self.events()] + Self.totals + [Self.endpoint("SELECT 1 AS x")]).result == "success")
        }
    }

    static func endpoint(_ sql: String) -> DeploymentFile {
        DeploymentFile(path: "one.pipe", text: "NODE n\nSQL >\n    \(sql)\nTYPE endpoint\n")
    }

    @Test func `a FORWARD_QUERY that fails on a row fails the deployment, before or after it is staged`() async throws {
        try await self.withRows([Self.events()]) { server, stage in
            let query = { (row: Int) in
                Self.events(
                    "`n` UInt32 `json:$.n`",
                    "ENGINE_SORTING_KEY tuple()\n\nFORWARD_QUERY >\n    SELECT if(n = \(row), throwIf(1, 'not this one'), n) AS n")
            }
            await #expect(throws: MartletClientError.self) { try await server.client().deploy([query(2)]) }
            #expect(try await stage.statuses() == ["1 live", "2 deleted"])

            _ = try await stage.stage([query(99)])
            try await stage.append("{\"n\": 98, \"k\": \"a\"}\n")
            // The live deployment takes the row, whatever it does to the other.
            try await stage.append("{\"n\": 99, \"k\": \"a\"}\n")
            try await eventually("the deployment is discarded") { try await stage.statuses() == ["1 live", "2 deleted", "3 deleted"] }
            #expect(try await stage.csv("SELECT count() FROM events") == "5\n")
            try await stage.append("{\"n\": 100, \"k\": \"a\"}\n")
            #expect(try await stage.csv("SELECT count() FROM events") == "6\n")
        }
    }
}
