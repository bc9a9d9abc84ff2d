// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// `POST /v0/datasources` as it makes data sources: of a schema, of a file, of both.
@Suite struct DataSourceCreationTests {
    private static let form = ["Content-Type": "application/x-www-form-urlencoded"]

    private func encoded(_ pairs: KeyValuePairs<String, String>) -> String {
        pairs.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(separator: "&")
    }

    private func rows(_ server: ServerFixture, _ token: String, _ query: String) async throws -> [[String: Any]] {
        let answer = try await server.post("/v0/sql", token: token, body: "\(query) FORMAT JSON")
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.rows()
    }

    @Test func `a form with a schema becomes a datafile, whose data source takes events at once`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let form = self.encoded([
                "name": "visits", "description": "Who came.\nAnd when.",
                "schema": "`ts` DateTime `json:$.ts`, `team` String `json:$.team` DEFAULT 'a'",
                "format": "ndjson", "engine": "ReplacingMergeTree", "engine_sorting_key": "team, ts", "engine_ttl": "ts + INTERVAL 900 DAY",
                "indexes": "INDEX by_team team TYPE bloom_filter(0.01) GRANULARITY 2", "branch_mode": "None",
            ])
            let answer = try await server.post("/v0/datasources", token: token, body: form, headers: Self.form)
            #expect(answer.status == 200, "\(answer.body)")
            let object = try answer.json()
            #expect(object["error"] as? Bool == false)
            #expect((object["datasource"] as? [String: Any])?["name"] as? String == "visits")
            let datafile = try await server.get("/v0/datasources/visits.datasource", token: token)
            #expect(
                datafile.body == """
                    DESCRIPTION >
                        Who came.
                        And when.

                    SCHEMA >
                        `ts` DateTime `json:$.ts`,
                        `team` String `json:$.team` DEFAULT 'a'

                    INDEXES >
                        by_team team TYPE bloom_filter(0.01) GRANULARITY 2

                    ENGINE ReplacingMergeTree
                    ENGINE_SORTING_KEY team, ts
                    ENGINE_TTL ts + INTERVAL 900 DAY

                    """)
            _ = try await server.client().append("{\"ts\":\"2026-01-01 00:00:00\"}\n", to: "visits")
            #expect(try await self.rows(server, token, "SELECT team FROM visits").first?["team"] as? String == "a")

            let again = try await server.post("/v0/datasources", token: token, body: form, headers: Self.form)
            #expect(again.status == 409)
            #expect(again.error == "data source \"visits\" exists already")
        }
    }

    @Test func `what cannot be a data source is refused by parameter and place`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let refusals: [(KeyValuePairs<String, String>, String)] = [
                (["name": "x"], "parameter \"schema\" is required"),
                (["schema": "a String"], "parameter \"name\" is required"),
                (
                    ["name": "1x", "schema": "a String"],
                    "\"1x\" cannot name a data source: A name has letters, digits and underscores and does not begin with a digit"
                ),
                (
                    ["name": "x", "schema": "a String, b int32"],
                    "schema, line 1, column 13: Unknown data type family: int32. Maybe you meant: ['Int32','UInt32']"
                ),
                (
                    ["name": "x", "schema": "a String,\nb Boolean"],
                    "schema, line 2, column 3: Boolean type is not supported (Hint: use Bool or UInt8 instead)"
                ),
                (["name": "x", "schema": "a String", "engine": "Join"], "engine: Engine Join is not supported"),
                (
                    ["name": "x", "schema": "a Nullable(String)", "engine_sorting_key": "a"],
                    "engine_sorting_key: Sorting key contains nullable column 'a'"
                ),
                (["name": "x", "schema": "a String", "engine_sort": "a"], "parameter \"engine_sort\" is no option of an engine"),
                (["name": "x", "schema": "a String", "engine_ttl": "b + INTERVAL 1 DAY"], "data source \"x\": Missing columns: 'b'"),
                (["name": "x", "schema": "a String", "indexes": "a"], "indexes, line 1, column 1: Invalid INDEX syntax"),
                (["name": "x", "schema": "a String", "mode": "make"], "parameter \"mode\" is not valid"),
            ]
            for (pairs, message) in refusals {
                let answer = try await server.post("/v0/datasources", token: token, body: self.encoded(pairs), headers: Self.form)
                #expect(answer.status == 400, "\(pairs)")
                #expect(answer.error?.hasPrefix(message) == true, "\(answer.body)")
            }
            #expect(try await server.get("/v0/datasources", token: token).json()["datasources"] as? [String] == [])
        }
    }

    @Test func `no text of a parameter becomes another directive`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let attack = "\nTOKEN stolen READ\n"
            for (index, name) in ["description", "schema", "engine", "engine_sorting_key", "engine_ttl", "indexes"].enumerated() {
                var values = ["name": "x\(index)", "schema": "`a` String"]
                values[name, default: ""] += attack
                let body = values.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(
                    separator: "&")
                _ = try await server.post("/v0/datasources", token: token, body: body, headers: Self.form)
            }
            #expect(try await server.client().tokens().allSatisfy { $0.name != "stolen" })
        }
    }

    @Test func `only who may create data sources does`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy([
                DeploymentFile(path: "a.datasource", text: "TOKEN appender APPEND\nSCHEMA >\n    a String `json:$.a`\n")
            ])
            let token = try await server.token("appender")
            let answer = try await server.post("/v0/datasources?name=b&schema=a%20String", token: token, body: "")
            #expect(answer.status == 403)
            #expect(try await server.post("/v0/datasources?mode=append&name=b", token: token, body: "a\n1\n").status == 404)
            #expect(try await server.request("DELETE", "/v0/datasources/a", token: token).status == 403)
            #expect(try await server.post("/v0/datasources/a/alter", token: token, body: "description=x").status == 403)
        }
    }

    @Test(arguments: ["create", "append"])
    func `a file without a schema tells its own, and all of it is stored`(mode: String) async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            // Longer than what is looked at.
            let lines = (0..<60_000).map { "{\"id\":\($0),\"at\":\"2026-01-01 00:00:00\",\"who\":{\"name\":\"somebody\"}}\n" }.joined()
            let answer = try await server.post("/v0/datasources?mode=\(mode)&name=people&format=ndjson", token: token, body: lines)
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try answer.json()["quarantine_rows"] as? Int == 0)
            let row = try await self.rows(server, token, "SELECT count() AS n, sum(id) AS s, any(who_name) AS w FROM people").first
            #expect(row?["n"] as? Int == 60_000)
            #expect(row?["s"] as? Int == 59_999 * 30_000)
            #expect(row?["w"] as? String == "somebody")
        }
    }

    @Test func `of several first appends one makes the data source, and all are stored`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        let answer = try await server.post(
                            "/v0/datasources?mode=append&name=shared&format=ndjson", token: token, body: "{\"n\":\(number)}\n")
                        return answer.status
                    }
                }
                for try await status in group { #expect(status == 200) }
            }
            #expect(try await self.rows(server, token, "SELECT sum(n) AS s FROM shared").first?["s"] as? Int == 15)
        }
    }

    @Test func `a form brings file, name and schema together, and a file gives its name`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let part = { (head: String, content: String) in "--b\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n" }
            let headers = ["Content-Type": "multipart/form-data; boundary=b"]
            let file = part("name=\"csv\"; filename=\"Big Prices.csv\"", "Day;Price (EUR)\n2026-01-01;1.5\n2026-01-02;2.5\n")
            let guessed = try await server.post("/v0/datasources", token: token, body: file + "--b--\r\n", headers: headers)
            #expect(guessed.status == 200, "\(guessed.body)")
            #expect(try await self.rows(server, token, "SELECT sum(price__eur_) AS s FROM Big_Prices").first?["s"] as? Double == 4)

            let told = part("name=\"name\"", "prices") + part("name=\"schema\"", "day String, price Float32") + file + "--b--\r\n"
            let answer = try await server.post("/v0/datasources?engine_sorting_key=day", token: token, body: told, headers: headers)
            // Its header is no header of this schema.
            #expect(try answer.json()["quarantine_rows"] as? Int == 1, "\(answer.body)")
            #expect(try await self.rows(server, token, "SELECT min(day) AS d FROM prices").first?["d"] as? String == "2026-01-01")
        }
    }

    @Test func `when nothing of a file fits the schema, the data source stays and the rows are in quarantine`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let path = "/v0/datasources?name=numbers&format=csv&schema=n%20UInt8,m%20UInt8"
            let answer = try await server.post(path, token: token, body: "x,y\nz,\n")
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try answer.json()["quarantine_rows"] as? Int == 2)
            #expect(try await server.get("/v0/datasources/numbers", token: token).json()["quarantine_rows"] as? Int == 2)
        }
    }

    @Test func `types are guessed unless that is not wanted, and what is empty makes nothing`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let csv = "id,at\n1,2026-01-01\n2,2026-01-02\n"
            for (name, query, types) in [("guessed", "", ["Int16", "Date"]), ("texts", "&type_guessing=false", ["String", "String"])] {
                let answer = try await server.post("/v0/datasources?name=\(name)\(query)", token: token, body: csv)
                #expect(answer.status == 200, "\(answer.body)")
                let columns = try await server.get("/v0/datasources/\(name)", token: token).json()["columns"] as? [[String: Any]]
                #expect(columns?.map { $0["type"] as? String } == types)
                #expect(try await self.rows(server, token, "SELECT count() AS n FROM \(name)").first?["n"] as? Int == 2)
            }
            #expect(try await server.post("/v0/datasources?name=empty", token: token, body: "\n\n").status == 400)
            #expect(try await server.post("/v0/datasources?name=empty&schema=", token: token, body: "").status == 400)
            #expect(try await server.get("/v0/datasources/empty", token: token).status == 404)
            // A form that asks to append nothing.
            let nothing = try await server.post("/v0/datasources", token: token, body: "mode=append&name=texts", headers: Self.form)
            #expect(nothing.status == 200, "\(nothing.body)")
        }
    }

    @Test func `a compressed file is analysed by its beginning`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            // A file of one member: printf 'a,b\n1,x\n' | gzip -n.
            let gzip = Data(base64Encoded: "H4sIAAAAAAAAA0vUSeIy1KngAgD0oAEACAAAAA==") ?? Data()
            let answer = try await server.request(
                "POST", "/v0/datasources?name=small&format=csv", token: token, body: gzip, headers: ["Content-Encoding": "gzip"])
            #expect(answer.status == 200, "\(answer.body)")
            #expect(try await self.rows(server, token, "SELECT a, b FROM small").first?["b"] as? String == "x")
        }
    }
}
