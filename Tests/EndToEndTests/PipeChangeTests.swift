// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Pipes and their nodes, made and changed one by one over HTTP.
@Suite struct PipeChangeTests {
    private static let json = ["Content-Type": "application/json"]
    private static let events = DeploymentFile(
        path: "datasources/events.datasource",
        text: "SCHEMA >\n    `team` String `json:$.team`,\n    `n` UInt64 `json:$.n`\n\nENGINE MergeTree\nENGINE_SORTING_KEY team\n")
    private static let rows = "{\"team\": \"a\", \"n\": 1}\n{\"team\": \"a\", \"n\": 2}\n{\"team\": \"b\", \"n\": 3}\n"

    /// Runs `body` with a server that has three events.
    private func withEvents(_ body: (Caller) async throws -> Void) async throws {
        try await withServer { server in
            _ = try await server.client().deploy([Self.events])
            _ = try await server.client().append(Self.rows, to: "events")
            try await body(Caller(server: server, token: try await server.adminToken()))
        }
    }

    private struct Caller {
        let server: ServerFixture
        let token: String

        func ask(_ method: String, _ path: String, _ body: String? = nil) async throws -> ServerFixture.Answer {
            let isJSON = body?.hasPrefix("{") == true
            return try await self.server.request(
                method, path, token: self.token, body: body.map { Data($0.utf8) }, headers: isJSON ? PipeChangeTests.json : [:])
        }

        /// What is answered with the status 200.
        func done(_ method: String, _ path: String, _ body: String? = nil) async throws -> [String: Any] {
            let answer = try await self.ask(method, path, body)
            #expect(answer.status == 200, "\(method) \(path): \(answer.body)")
            return try answer.json()
        }

        func text(_ path: String) async throws -> String { try await self.ask("GET", path).body }

        func sql(_ query: String) async throws -> String { try await self.ask("POST", "/v0/sql", "\(query) FORMAT CSV").body }
    }

    @Test func `a pipe is made of JSON, overwritten by force, renamed, and deleted`() async throws {
        try await self.withEvents { caller in
            let body = #"""
                {"name": "top", "description": "", "nodes": [
                    {"name": "all", "sql": "SELECT team, n FROM events", "type": "standard", "description": "All of them", "mode": "append"},
                    {"name": "best", "sql": "%\nSELECT team FROM all WHERE n > {{UInt8(least, 1)}} ORDER BY team", "type": "endpoint"}]}
                """#
            let made = try await caller.done("POST", "/v0/pipes?description=Teams&ignore_sql_errors=false", body)
            #expect(made["type"] as? String == "endpoint")
            #expect((made["nodes"] as? [[String: Any]])?.map { $0["name"] as? String } == ["all", "best"])
            #expect(try await caller.text("/v0/pipes/top.csv") == "\"team\"\n\"a\"\n\"b\"\n")
            #expect(
                try await caller.text("/v1/pipes/top.pipe") == """
                    DESCRIPTION >
                        Teams

                    NODE all
                    DESCRIPTION >
                        All of them

                    SQL >
                        SELECT team, n FROM events

                    NODE best
                    SQL >
                        %
                        SELECT team FROM all WHERE n > {{UInt8(least, 1)}} ORDER BY team

                    TYPE ENDPOINT

                    """)

            let again = try await caller.ask("POST", "/v0/pipes", body)
            #expect(again.status == 409)
            #expect(again.error == "pipe \"top\" exists already")
            let other = body.replacingOccurrences(of: "(least, 1)", with: "(least, 2)")
            let forced = try await caller.done("POST", "/v0/pipes?force=true", other)
            #expect(forced["id"] as? String == made["id"] as? String)
            #expect(try await caller.text("/v0/pipes/top.csv") == "\"team\"\n\"b\"\n")

            let renamed = try await caller.done("PUT", "/v0/pipes/top?name=best_teams&description=")
            #expect(renamed["id"] as? String == made["id"] as? String)
            #expect(try await caller.ask("GET", "/v0/pipes/top.csv").status == 404)
            #expect(try await caller.text("/v0/pipes/best_teams.csv") == "\"team\"\n\"b\"\n")
            #expect(try await caller.ask("DELETE", "/v0/pipes/best_teams").status == 204)
            #expect(try await caller.ask("GET", "/v0/pipes/best_teams").status == 404)
        }
    }

    @Test func `SQL alone, a form and a datafile make pipes; what is read stays, what is wrong is told`() async throws {
        try await self.withEvents { caller in
            let made = try await caller.done("POST", "/v0/pipes?name=teams", "SELECT DISTINCT team FROM events ORDER BY team")
            #expect(made["type"] as? String == "default")
            _ = try await caller.done("POST", "/v0/pipes", "name=first&sql=SELECT%20min(team)%20AS%20t%20FROM%20teams")
            let node = try #require((try await caller.done("GET", "/v0/pipes/first")["nodes"] as? [[String: Any]])?.first)
            let id = try #require(node["id"] as? String)
            #expect(try await caller.done("POST", "/v0/pipes/first/nodes/\(id)/endpoint")["endpoint"] as? String == id)
            #expect(try await caller.text("/v0/pipes/first.csv") == "\"t\"\n\"a\"\n")
            _ = try await caller.done("POST", "/v0/pipes?name=last", "NODE n\nSQL >\n    SELECT max(t) AS t FROM first\nTYPE endpoint\n")
            #expect(try await caller.text("/v0/pipes/last.ndjson") == "{\"t\":\"a\"}\n")

            let refusals: [(String, String, String?, Int, String)] = [
                ("DELETE", "/v0/pipes/first", nil, 409, "pipe \"first\" cannot be deleted while other pipes read it: last"),
                ("PUT", "/v0/pipes/first?name=x", nil, 409, "pipe \"first\" cannot be renamed while other pipes read it: last"),
                ("POST", "/v0/pipes?name=events", "SELECT 1", 409, "the name \"events\" is taken by a data source"),
                ("POST", "/v0/pipes", "SELECT 1", 400, "parameter \"name\" is required"),
                ("POST", "/v0/pipes?name=x", nil, 400, "parameter \"sql\" is required"),
                (
                    "POST", "/v0/pipes?name=x", "SELECT * FROM nothing", 400,
                    "node \"x_0\" of pipe \"x\" reads \"nothing\", which is neither a node of it, a pipe nor a data source of the project (check the spelling, or add the resource to the project)"
                ),
                ("DELETE", "/v0/pipes/first/nodes/n", nil, 404, "pipe \"first\" has no node \"n\""),
                ("DELETE", "/v0/pipes/first/nodes/\(id)/copy", nil, 400, "node \"first_0\" is not of type copy"),
            ]
            for (method, path, body, status, text) in refusals {
                let answer = try await caller.ask(method, path, body)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(answer.error == text, "\(method) \(path)")
            }
        }
    }

    @Test func `who reads what changes by itself is checked with it, also through others`() async throws {
        try await self.withEvents { caller in
            _ = try await caller.done("POST", "/v0/pipes?name=teams", "SELECT team, n FROM events")
            _ = try await caller.done("POST", "/v0/pipes?name=sums", "SELECT team, sum(n) AS n FROM teams GROUP BY team")
            _ = try await caller.done("POST", "/v0/pipes?name=best", "NODE n\nSQL >\n    SELECT max(n) AS n FROM sums\nTYPE endpoint\n")
            _ = try await caller.done("POST", "/v0/pipes?name=other", "SELECT count() AS c FROM events")

            let broken = try await caller.ask("PUT", "/v0/pipes/teams/nodes/teams_0", "SELECT team FROM events")
            #expect(broken.status == 400)
            let reasons = broken.error ?? ""
            #expect(reasons.contains("pipe \"best\", node \"n\": ") && reasons.contains("pipe \"sums\", node \"sums_0\": "))
            #expect(!reasons.contains("pipe \"other\""))
            #expect(try await caller.text("/v0/pipes/best.csv") == "\"n\"\n3\n")

            var options = DeploymentOptions()
            options.keepsOthers = true
            let narrower = DeploymentFile(path: Self.events.path, text: Self.events.text.replacingOccurrences(of: "`n` ", with: "`m` "))
            let error = await #expect(throws: MartletClientError.self) {
                _ = try await caller.server.client().deploy([narrower], options: options)
            }
            for pipe in ["teams", "sums", "best"] {
                #expect(error?.findings.contains { $0.contains("pipe \"\(pipe)\", node") } == true, "\(pipe)")
            }

            _ = try await caller.done("PUT", "/v0/pipes/teams/nodes/teams_0", "SELECT team, n + 1 AS n FROM events")
            #expect(try await caller.text("/v0/pipes/best.csv") == "\"n\"\n5\n")
        }
    }

    @Test func `nodes are added, changed, published and deleted`() async throws {
        try await self.withEvents { caller in
            _ = try await caller.done("POST", "/v0/pipes?name=p", "SELECT team, n FROM events")
            let node = try await caller.done("POST", "/v0/pipes/p/nodes", "SELECT sum(n) AS n FROM p_0")
            #expect(node["name"] as? String == "p_1")
            _ = try await caller.done("POST", "/v0/pipes/p/nodes/p_0/endpoint")
            #expect(try await caller.done("POST", "/v0/pipes/p/nodes/p_1/endpoint")["endpoint"] as? String == node["id"] as? String)
            #expect(try await caller.text("/v0/pipes/p.csv") == "\"n\"\n6\n")
            _ = try await caller.done("PUT", "/v0/pipes/p/nodes/p_1?name=total&description=All", "SELECT max(n) AS n FROM p_0")
            #expect(try await caller.text("/v0/pipes/p.csv") == "\"n\"\n3\n")
            #expect(try await caller.ask("DELETE", "/v0/pipes/p/nodes/p_0").status == 400)
            #expect(try await caller.done("DELETE", "/v0/pipes/p/nodes/total/endpoint")["type"] as? String == "default")
            #expect(try await caller.ask("DELETE", "/v0/pipes/p/nodes/total").status == 204)
            #expect(try await caller.text("/v0/pipes/p.pipe") == "NODE p_0\nSQL >\n    SELECT team, n FROM events\n")
        }
    }

    @Test func `a materialized node makes its target, keeps its rows when it changes, and is populated when asked`() async throws {
        try await self.withEvents { caller in
            let body = { (sum: String) in
                """
                {"name": "mat", "nodes": [{"name": "m", "sql": "SELECT team, \(sum)(n) AS n FROM events GROUP BY team", "type": "materialized",
                 "datasource": "by_team", "engine": "AggregatingMergeTree", "engine_sorting_key": "team", "copy_schedule": null}]}
                """
            }
            let made = try await caller.done("POST", "/v0/pipes", body("sumState"))
            #expect(made["type"] as? String == "materialized")
            #expect((made["datasource"] as? [String: Any])?["name"] as? String == "by_team")
            #expect(made["created_datasource"] as? Bool == true)
            #expect(try await caller.sql("SELECT count() FROM by_team") == "0\n")
            let client = try await caller.server.client()
            _ = try await client.append("{\"team\": \"a\", \"n\": 10}\n", to: "events")
            #expect(try await caller.sql("SELECT sumMerge(n) FROM by_team") == "10\n")

            let other = body("sumState").replacingOccurrences(of: "(n)", with: "(n + 0)")
            #expect(try await caller.done("POST", "/v0/pipes?force=true", other)["created_datasource"] as? Bool == false)
            #expect(try await caller.sql("SELECT sumMerge(n) FROM by_team") == "10\n")
            _ = try await client.append("{\"team\": \"a\", \"n\": 5}\n", to: "events")
            #expect(try await caller.sql("SELECT sumMerge(n) FROM by_team") == "15\n")

            #expect(try await caller.done("DELETE", "/v0/pipes/mat/nodes/m/materialization")["node_type"] as? String == "standard")
            _ = try await client.append("{\"team\": \"a\", \"n\": 7}\n", to: "events")
            #expect(try await caller.sql("SELECT sumMerge(n) FROM by_team") == "15\n")
            _ = try await caller.done("POST", "/v0/pipes/mat/nodes/m/materialization?datasource=by_team")
            #expect(try await caller.ask("DELETE", "/v0/pipes/mat").status == 204)

            let overriding = body("maxState").replacingOccurrences(
                of: "\"type\"", with: "\"override_datasource\": \"true\", \"type\"")
            let job = try #require(try await caller.done("POST", "/v0/pipes?force=true&populate=true", overriding)["job"] as? [String: Any])
            let id = try #require(job["id"] as? String)
            try await eventually("the populate is done") { try await caller.done("GET", "/v0/jobs/\(id)")["status"] as? String == "done" }
            #expect(try await caller.sql("SELECT maxMerge(n) FROM by_team WHERE team = 'b'") == "3\n")
        }
    }

    @Test func `a node is analysed before it is materialized`() async throws {
        try await self.withEvents { caller in
            _ = try await caller.done("POST", "/v0/pipes?name=p", "SELECT team, countState() AS c FROM events GROUP BY team")
            let analysis = try await caller.done("GET", "/v0/pipes/p/nodes/p_0/analysis?datasource=t&dry_run=true&engine=None")["analysis"]
            let datafiles = try #require(analysis as? [String: [String: Any]])
            #expect(
                datafiles["datasource"]?["datafile"] as? String == """
                    SCHEMA >
                        `team` String,
                        `c` AggregateFunction(count)

                    ENGINE "AggregatingMergeTree"
                    ENGINE_SORTING_KEY "team"

                    """)
            #expect((datafiles["pipe"]?["datafile"] as? String)?.hasSuffix("TYPE MATERIALIZED\nDATASOURCE t\n") == true)
            #expect(try await caller.done("GET", "/v0/pipes/p")["type"] as? String == "default")
            let wrong = try await caller.ask("GET", "/v0/pipes/p/nodes/p_0/analysis?datasource=events")
            #expect(wrong.status == 400)
            #expect(wrong.error?.contains("yields the column \"c\", which data source \"events\" does not have") == true)
        }
    }

    @Test func `nodes become copies and sinks, and are neither again`() async throws {
        try await self.withEvents { caller in
            _ = try await caller.done("POST", "/v0/pipes?name=p", "SELECT team, n FROM events")
            let copy = try await caller.done("POST", "/v0/pipes/p/nodes/p_0/copy?target_datasource=events&schedule_cron=0%20*%20*%20*%20*")
            #expect(copy["type"] as? String == "copy")
            #expect((copy["schedule"] as? [String: Any])?["cron"] as? String == "0 * * * *")
            let changed = try await caller.done("PUT", "/v0/pipes/p/nodes/p_0/copy", "schedule_cron=None&mode=replace")
            #expect(changed["schedule"] is NSNull)
            #expect(try await caller.text("/v0/pipes/p.pipe").hasSuffix("TYPE COPY\nTARGET_DATASOURCE events\nCOPY_MODE replace\n"))
            #expect(try await caller.ask("DELETE", "/v0/pipes/p/nodes/p_0/copy").status == 204)
            let path = "connection=out&path=file%3A%2F%2F%2Fx&file_template=f&format=csv&service=s3&schedule_cron="
            let sink = try await caller.done("POST", "/v0/pipes/p/nodes/p_0/sink?\(path)")
            #expect(sink["type"] as? String == "sink")
            #expect(try await caller.text("/v0/pipes/p.pipe").contains("EXPORT_CONNECTION_NAME out\nEXPORT_SCHEDULE @on-demand\n"))
            #expect(try await caller.ask("DELETE", "/v0/pipes/p/nodes/p_0/sink").status == 204)
        }
    }

    @Test func `changes need a scope, and tokens of a pipe outlive them`() async throws {
        try await self.withEvents { caller in
            _ = try await caller.done("POST", "/v0/pipes?name=p", "TOKEN reader READ\nNODE n\nSQL >\n    SELECT 1 AS x\nTYPE endpoint\n")
            let reader = try await caller.server.token("reader")
            for (method, path) in [
                ("POST", "/v0/pipes?name=q"), ("PUT", "/v0/pipes/p?name=q"), ("POST", "/v0/pipes/p/nodes"),
                ("DELETE", "/v0/pipes/p/nodes/n"), ("POST", "/v0/pipes/p/nodes/n/endpoint"), ("DELETE", "/v0/pipes/p/nodes/n/endpoint"),
                ("PUT", "/v0/pipes/p/nodes/n/copy"), ("GET", "/v0/pipes/p/nodes/n/analysis"),
            ] {
                let answer = try await caller.server.request(method, path, token: reader)
                #expect(answer.status == 403, "\(method) \(path)")
                #expect(answer.error == "token is missing the scope PIPES:CREATE")
            }
            #expect(
                try await caller.server.request("DELETE", "/v0/pipes/p", token: reader).error == "token is missing the scope PIPES:DROP:p")
            let creator = try await caller.done("POST", "/v0/tokens?name=c&scope=PIPES:CREATE")["token"] as? String
            let view = #"{"name": "v", "nodes": [{"name": "n", "sql": "SELECT n FROM events", "type": "materialized", "datasource": "t"}]}"#
            let refused = try await caller.server.post("/v0/pipes", token: creator, body: view, headers: Self.json)
            #expect(refused.error == "token is missing the scope DATASOURCES:CREATE")
            #expect(try await caller.server.post("/v0/pipes?name=q", token: creator, body: "SELECT 1").status == 200)
            #expect(try await caller.server.request("DELETE", "/v0/pipes/q", token: creator).status == 403)
            _ = try await caller.done(
                "POST", "/v0/pipes?force=true", #"{"name": "p", "nodes": [{"name": "n", "sql": "SELECT 2 AS x", "type": "endpoint"}]}"#)
            #expect(try await caller.server.get("/v0/pipes/p.csv", token: reader).body == "\"x\"\n2\n")
        }
    }
}
