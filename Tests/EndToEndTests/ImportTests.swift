// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Files into data sources, rows out of them: by the routes that the command lines use.
@Suite struct ImportTests {
    private static let files = [
        DeploymentFile(
            path: "visits.datasource",
            text: """
                SCHEMA >
                    `id` UInt32 `json:$.id`,
                    `team` String `json:$.team`,
                    `day` Date `json:$.day`

                ENGINE MergeTree
                ENGINE_SORTING_KEY id
                """),
        DeploymentFile(path: "cancelled.datasource", text: "SCHEMA >\n    `team` String `json:$.team`\n\nENGINE_SORTING_KEY team\n"),
    ]

    /// A server with both data sources and five visits.
    private func withVisits(_ body: (ServerFixture, String) async throws -> Void) async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.files)
            let token = try await server.adminToken()
            let rows = (1...5).map { "{\"id\":\($0),\"team\":\"\($0 < 4 ? "a" : "b")\",\"day\":\"2026-01-0\($0)\"}\n" }.joined()
            let answer = try await server.post("/v1/datasources/visits/append?format=ndjson", token: token, body: rows)
            #expect(answer.status == 202)
            let id = try #require(try answer.json()["id"] as? String)
            #expect(try await server.get("/v0/jobs/\(id)", token: token).json()["status"] as? String == "done")
            try await body(server, token)
        }
    }

    private func ids(_ server: ServerFixture, _ token: String) async throws -> [Int] {
        let answer = try await server.post("/v0/sql", token: token, body: "SELECT groupArraySorted(100)(id) AS ids FROM visits FORMAT JSON")
        return try answer.rows().first?["ids"] as? [Int] ?? []
    }

    @Test func `CSV is appended row by row, and counted`() async throws {
        try await self.withVisits { server, token in
            let csv = "id,team,day\n6,\"c, the third\",2026-02-01\nx,c,2026-02-01\n7,c,2026-02-02\n"
            let answer = try await server.post("/v0/datasources?mode=append&name=visits&format=csv", token: token, body: csv)
            #expect(answer.status == 200)
            let object = try answer.json()
            #expect(object["error"] as? Bool == false)
            #expect(object["quarantine_rows"] as? Int == 1)
            #expect(try await self.ids(server, token) == [1, 2, 3, 4, 5, 6, 7])
        }
    }

    @Test func `a sample is told its schema`() async throws {
        try await withServer { server in
            let answer = try await server.post("/v0/analyze", token: try await server.adminToken(), body: "a;b\n1;x\n2;y\n")
            #expect(answer.status == 200, "\(answer.body)")
            let columns = try #require((try answer.json()["analysis"] as? [String: Any])?["columns"] as? [[String: Any]])
            #expect(columns.map { $0["name"] as? String } == ["a", "b"])
            #expect((try answer.json()["dialect"] as? [String: Any])?["delimiter"] as? String == ";")
        }
    }

    @Test func `a form's file is appended, whatever the part is called`() async throws {
        try await self.withVisits { server, token in
            let body = """
                --b\r\nContent-Disposition: form-data; name="csv"; filename="csv"\r\n\r\n{"id":8,"team":"d","day":"2026-03-01"}\r\n--b--\r\n
                """
            let answer = try await server.post(
                "/v0/datasources?mode=append&name=visits&format=ndjson", token: token, body: body,
                headers: ["Content-Type": "multipart/form-data; boundary=b"])
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try await self.ids(server, token).last == 8)
        }
    }

    @Test func `a replacement takes the place of all rows, or of those it names`() async throws {
        try await self.withVisits { server, token in
            let part = "{\"id\":20,\"team\":\"b\",\"day\":\"2026-05-01\"}\n{\"id\":21,\"team\":\"a\",\"day\":\"2026-05-01\"}\n"
            let condition = "team%20%3D%20'b'"
            let partial = try await server.post(
                "/v1/datasources/visits/replace?format=ndjson&replace_condition=\(condition)", token: token, body: part)
            #expect(partial.status == 202, "\(partial.body)")
            // The new row of another team does not meet the condition, so it does not belong to the replacement.
            #expect(try await self.ids(server, token) == [1, 2, 3, 20])

            let whole = try await server.post(
                "/v1/datasources/visits/replace?format=csv", token: token, body: "30,z,2026-06-01\n31,z,2026-06-02\n")
            #expect(whole.status == 202, "\(whole.body)")
            #expect(try await self.ids(server, token) == [30, 31])

            // What comes afterwards goes to the same data source.
            _ = try await server.client().append("{\"id\":32,\"team\":\"z\",\"day\":\"2026-06-03\"}\n", to: "visits")
            #expect(try await self.ids(server, token) == [30, 31, 32])
        }
    }

    @Test func `an import that breaks off is sent again and stores only what is missing`() async throws {
        try await self.withVisits { server, token in
            let rows = (100..<40_000).map { "{\"id\":\($0),\"team\":\"long\",\"day\":\"2026-01-01\"}\n" }
            let headers = ["Idempotency-Key": "file 1"]
            // The first two MiB are what a broken connection might have left.
            let whole = rows.joined()
            let begun = String(whole.utf8.prefix(1 << 20)) ?? ""
            _ = try await server.post("/v1/datasources/visits/append?format=ndjson", token: token, body: begun, headers: headers)
            let answer = try await server.post("/v1/datasources/visits/append?format=ndjson", token: token, body: whole, headers: headers)
            #expect(answer.status == 202)
            let counts = try await server.post(
                "/v0/sql", token: token, body: "SELECT count() AS n, uniqExact(id) AS u FROM visits WHERE team = 'long' FORMAT JSON"
            ).rows().first
            #expect(counts?["u"] as? Int == 39_900)
            #expect(counts?["n"] as? Int == 39_900)
        }
    }

    @Test func `rows are deleted by a condition, after a dry run`() async throws {
        try await self.withVisits { server, token in
            _ = try await server.client().append("{\"team\":\"b\"}\n", to: "cancelled")
            let form = "delete_condition=team+IN+(SELECT+team+FROM+cancelled)"
            let dry = try await server.post("/v0/datasources/visits/delete", token: token, body: form + "&dry_run=true")
            #expect(try dry.json()["rows_to_be_deleted"] as? Int == 2, "\(dry.body)")
            #expect(try await self.ids(server, token).count == 5)
            let answer = try await server.post("/v1/datasources/visits/delete", token: token, body: form + "&wait=true")
            #expect(try answer.json()["rows_affected"] as? Int == 2, "\(answer.body)")
            #expect(try await self.ids(server, token) == [1, 2, 3])
        }
    }

    @Test func `a condition that would be more than one is refused, and nothing is deleted`() async throws {
        try await self.withVisits { server, token in
            let attacks = [
                "1) SETTINGS max_threads = (1", "1; DROP TABLE visits", "1 /*", "id IN (SELECT name FROM system.tables)",
                "id IN (SELECT * FROM file('/etc/passwd'))", "id IN (SELECT id FROM other.visits)", "1) UNION ALL SELECT (1", "",
                "% {{String(a)}}",
                "1) GROUP BY (id", "id = 1 FORMAT JSON",
            ]
            for attack in attacks {
                let escaped = attack.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let answer = try await server.post("/v0/datasources/visits/delete", token: token, body: "delete_condition=\(escaped)")
                #expect((400..<500).contains(answer.status), "\(attack): \(answer.status) \(answer.body)")
            }
            #expect(try await self.ids(server, token) == [1, 2, 3, 4, 5])
        }
    }

    @Test func `a data source and a quarantine are truncated`() async throws {
        try await self.withVisits { server, token in
            _ = try await server.client().append("{\"id\":\"x\",\"team\":\"b\",\"day\":\"2026-01-01\"}\n", to: "visits")
            let count = { () async throws -> Int? in
                let answer = try await server.post("/v0/sql", token: token, body: "SELECT count() AS n FROM visits_quarantine FORMAT JSON")
                return try answer.rows().first?["n"] as? Int
            }
            #expect(try await count() == 1)
            #expect(try await server.post("/v0/datasources/visits_quarantine/truncate", token: token, body: "").status == 205)
            #expect(try await count() == 0)
            #expect(try await self.ids(server, token).count == 5)
            #expect(try await server.post("/v0/datasources/visits/truncate", token: token, body: "").status == 205)
            #expect(try await self.ids(server, token) == [])
        }
    }
}
