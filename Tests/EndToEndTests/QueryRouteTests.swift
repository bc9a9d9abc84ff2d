// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Compression
import Foundation
import MartletClient
import NIOCore
import NIOHTTP1
import Testing

/// The routes around queries: formats, bodies, methods, and what a pipe is made of.
@Suite struct QueryRouteTests {
    private static let files = [
        DeploymentFile(
            path: "events.datasource",
            text: "SCHEMA >\n    `name` String `json:$.name`,\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY name\n"),
        DeploymentFile(
            path: "top.pipe",
            text: """
                TOKEN "reader" READ

                NODE filtered
                SQL >
                    %
                    SELECT name, n FROM events WHERE n >= {{Int32(least, 0)}}

                NODE endpoint
                SQL >
                    %
                    SELECT name, sum(n) AS total, {{String(debug, 'nowhere')}} AS origin FROM filtered GROUP BY name ORDER BY name
                TYPE endpoint

                """),
        DeploymentFile(
            path: "metrics.pipe",
            text: """
                NODE endpoint
                SQL >
                    SELECT 'events' AS name, toFloat64(sum(n)) AS value, 'All of them' AS help, 'counter' AS type FROM events
                TYPE endpoint

                """),
        DeploymentFile(
            path: "echo.pipe",
            text: "NODE endpoint\nSQL >\n    %\n    SELECT {{String(a, 'none')}} AS a, {{String(b, 'none')}} AS b\nTYPE endpoint\n"),
    ]

    @Test func `the routes of queries answer as their clients expect`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            let rows = "{\"name\":\"a\",\"n\":1}\n{\"name\":\"b\",\"n\":41}\n"
            #expect(try await server.post("/v0/events?name=events&wait=true", token: token, body: rows).status == 200)
            try await self.checkFormats(server, token)
            try await self.checkParameters(server, token)
            try await self.checkMethods(server, token)
            try await self.checkHelpers(server, token)
            try await self.checkNodes(server, token)
            try await self.checkCompression(server, token)
        }
    }

    private func checkFormats(_ server: ServerFixture, _ token: String) async throws {
        for (format, type, body) in [
            ("CSV", "text/csv; charset=utf-8", "\"x\"\n"), ("CSVWithNames", "text/csv; charset=utf-8", "\"s\"\n\"x\"\n"),
            ("TSV", "text/tab-separated-values", "x\n"), ("TSVWithNames", "text/tab-separated-values", "s\nx\n"),
            ("JSONEachRow", "application/x-ndjson", "{\"s\":\"x\"}\n"), ("jsoneachrow", "application/x-ndjson", "{\"s\":\"x\"}\n"),
        ] {
            let answer = try await server.get("/v0/sql?q=SELECT+'x'+AS+s+FORMAT+\(format)", token: token)
            #expect((answer.headers["content-type"], answer.body) == (type, body))
        }
        let pretty = try await server.get("/v0/sql?q=SELECT+'x'+AS+s+FORMAT+PrettyCompact", token: token)
        #expect(pretty.headers["content-type"] == "text/plain" && pretty.body.contains("│ x │"))
        let parquet = try await server.get("/v0/pipes/top.parquet", token: token)
        #expect(parquet.headers["content-type"] == "application/octet-stream" && parquet.body.hasPrefix("PAR1"))
        let marked = try await server.get("/v0/pipes/top.parquet?output_format_parquet_string_as_string=1", token: token)
        #expect(marked.body.hasPrefix("PAR1") && marked.headers["content-length"] != parquet.headers["content-length"])
        let metrics = try await server.get("/v0/pipes/metrics.prometheus", token: token)
        #expect(metrics.headers["content-type"] == "text/plain; version=0.0.4")
        #expect(metrics.body == "# HELP events All of them\n# TYPE events counter\nevents 42\n\n")
        let noMetrics = try await server.get("/v0/pipes/top.prometheus", token: token)
        #expect(noMetrics.status == 400 && noMetrics.error == "Column 'value' is required for output format 'Prometheus' (BAD_ARGUMENTS)")
        let contradiction = try await server.get("/v0/sql?q=SELECT+1+FORMAT+XML", token: token)
        #expect(contradiction.status == 400)
        #expect(try await server.get("/v0/pipes/top.xml", token: token).status == 404)
        let both = try await server.get("/v0/pipes/top.ndjson?q=SELECT+1+FROM+_+FORMAT+CSV", token: token)
        #expect(both.status == 400 && both.error?.contains("CSV") == true)
        let snippet = try await server.get("/examples/query.http?format=csv&pipe=top&q=&token=p.x")
        #expect(snippet.headers["content-type"] == "text/plain")
        #expect(snippet.body == "http://localhost:8001/v0/pipes/top.csv?q=&token=p.x")
    }

    private func checkParameters(_ server: ServerFixture, _ token: String) async throws {
        func echo(_ query: String, _ body: String, _ type: String = "application/x-www-form-urlencoded; charset=UTF-8") async throws
            -> String
        {
            try await server.post("/v0/pipes/echo.csv\(query)", token: token, body: body, headers: ["Content-Type": type]).body
        }
        #expect(try await echo("?a=query", "a=body&b=body") == "\"a\",\"b\"\n\"query\",\"body\"\n")
        #expect(try await echo("", "a=%C3%BC+%26&b=1&b=2") == "\"a\",\"b\"\n\"ü &\",\"1,2\"\n")
        #expect(try await echo("", #"{"a": 1.5, "b": true}"#, "application/json") == "\"a\",\"b\"\n\"1.5\",\"True\"\n")
        #expect(try await echo("", #"{"a": null, "token": "x"}"#, "application/json") == "\"a\",\"b\"\n\"none\",\"none\"\n")
        let many = (0...1_000).map { "p\($0)=1" }.joined(separator: "&")
        #expect(try await server.post("/v0/pipes/echo.csv", token: token, body: many).error == "more than 1000 parameters")
        #expect(try await echo("", "[1]", "application/json").contains("the body is not a JSON object of parameters"))
        #expect(try await server.post("/v0/pipes/echo.csv", token: token, body: "a=%FF").status == 400)
        #expect(
            try await server.post("/v0/pipes/echo.csv", token: token, body: "{\"a\":").error
                == "the body is not a JSON object of parameters")
        // Reserved names reach the template that declares them, and no other.
        #expect(try await server.get("/v0/pipes/top.csv?debug=here&cli_version=1", token: token).body.hasSuffix("\"here\"\n"))
        // SQL that looks a little like a form is SQL.
        let sql = "SELECT extractURLParameter('http://x/?a=1&q=2', 'q') AS q FORMAT CSV"
        #expect(try await server.post("/v0/sql", token: token, body: sql).body == "\"2\"\n")
    }

    private func checkMethods(_ server: ServerFixture, _ token: String) async throws {
        let wrong = try await server.request("DELETE", "/v0/sql", token: token)
        #expect(wrong.status == 405 && wrong.headers["allow"] == "GET, HEAD, OPTIONS, POST")
        #expect(wrong.error == "DELETE is not possible here, use one of: GET, HEAD, OPTIONS, POST")
        #expect(try await server.request("PUT", "/v0/pipes/top.json", token: token).status == 405)
        #expect(try await server.get("/v0/events", token: token).headers["allow"] == "OPTIONS, POST")
        #expect(try await server.request("PUT", "/v0/nope", token: token).status == 404)
        let head = try await server.request("HEAD", "/v0/pipes/top.csv", token: token)
        #expect(head.status == 200 && head.body.isEmpty && head.headers["content-type"] == "text/csv; charset=utf-8")
        let missing = try await server.request("HEAD", "/v0/pipes/nope.csv", token: token)
        #expect(missing.status == 404 && missing.body.isEmpty)
        #expect(try await server.get("/api/v0/pipes/echo.ndjson/", token: token).body == "{\"a\":\"none\",\"b\":\"none\"}\n")
    }

    private func checkHelpers(_ server: ServerFixture, _ token: String) async throws {
        func tables(_ form: String) async throws -> [[String]]? {
            try await server.post("/v0/sql_tables", token: token, body: form).json()["tables"] as? [[String]]
        }
        #expect(try await tables("q=SELECT 1 FROM a JOIN b.c USING (x), numbers(3), a&raising=true") == [["", "a"], ["b", "c"]])
        #expect(try await tables("q=SELECT 1 FROM a, numbers(3)&table_functions=true") == [["", "a", ""], ["", "", "numbers"]])
        #expect(try await tables("q=%25 SELECT 1 FROM {{table('a')}}") == [["", "a"]])
        #expect(try await tables("q=SELECT FROM WHERE&raising=false") == [["", "SELECT FROM WHERE"]])
        #expect(try await server.post("/v0/sql_tables", token: token, body: "q=SELECT FROM WHERE&raising=true").status == 400)
        #expect(try await server.post("/v0/sql_tables", token: token, body: "").error == "parameter \"q\" is required")
        let formatted = try await server.get("/v0/sql_format?q=select+a,b+from+x&with_clickhouse_format=true", token: token)
        #expect(formatted.body == #"{"q":"SELECT\n    a,\n    b\nFROM x"}"#)
        let template = try await server.get("/v0/sql_format?q=%25select+%7B%7Ba%7D%7D", token: token)
        #expect(template.body == #"{"q":"%select {{a}}"}"#)
        let replaced = try await server.post(
            "/v0/sql_replace", token: token, body: #"{"q": "SELECT * FROM a, b", "replacements": {"a": "z.c", "b": "(SELECT 1)"}}"#)
        #expect(replaced.body == #"{"query":"SELECT * FROM `z`.`c` AS `a`, (\nSELECT 1\n) AS `b`"}"#)
        #expect(try await server.post("/v0/sql_replace", token: token, body: "q=SELECT 1&replacements=a").status == 400)
        #expect(try await server.post("/v0/sql_tables", body: "q=SELECT 1").status == 403)
    }

    private func checkNodes(_ server: ServerFixture, _ token: String) async throws {
        let reader = try await server.token("reader")
        #expect(
            try await server.get("/v0/pipes/top/nodes/filtered.ndjson?least=1&q=SELECT+n+FROM+_+WHERE+n<9", token: token).body
                == "{\"n\":1}\n")
        let refused = try await server.get("/v0/pipes/top/nodes/filtered.json", token: reader)
        #expect(refused.status == 403)
        #expect(refused.error == "token is missing the scope WORKSPACE:READ_ALL, which shows the nodes of pipe \"top\" one by one")
        let pipe = try await server.get("/v0/pipes/top", token: reader).json()
        let nodes = try #require(pipe["nodes"] as? [[String: Any]])
        #expect(nodes.map { $0["dependencies"] as? [String] } == [["events"], ["filtered"]])
        let node = try await server.get("/v0/pipes/top/nodes/\(nodes[0]["id"] ?? "")", token: reader).json()
        #expect(node["name"] as? String == "filtered")
        #expect(try await server.get("/v0/pipes/top/nodes/nope", token: reader).error == "pipe \"top\" has no node \"nope\"")
        let list = try await server.get("/v0/pipes?attrs=name&node_attrs=name,dependencies", token: reader).body
        #expect(list.contains("\"dependencies\"") && !list.contains("\"sql\"") && !list.contains("\"url\""))
        #expect(try await !server.get("/v0/pipes?dependencies=false", token: reader).body.contains("\"dependencies\""))
        #expect(try await server.get("/v0/pipes/top/requests", token: reader).status == 403)

        let explained = try await server.get("/v0/pipes/top/explain?least=7", token: token)
        let plan = try #require(try explained.json()["query_explain"] as? String)
        #expect(plan.contains("ReadFromMergeTree (events)"))
        let query = try #require(try explained.json()["debug_query"] as? String)
        #expect(query.contains("FROM `events` AS `events` WHERE n >= toInt32('7')") && !explained.body.contains("w_"))
        let ofNode = try await server.get("/v0/pipes/top/nodes/filtered/explain", token: token).json()
        #expect((ofNode["debug_query"] as? String)?.contains("sum(n)") == false)
        #expect(try await server.get("/v0/pipes/top/explain", token: reader).status == 403)
    }

    private func checkCompression(_ server: ServerFixture, _ token: String) async throws {
        // The shared client asks for gzip by itself, and unpacks it.
        let client = HTTPClient()
        let long = "/v0/sql?q=SELECT+number+FROM+numbers(100000)+FORMAT+"
        func ask(_ path: String, _ encoding: String) async throws -> ServerFixture.Answer {
            try await server.request("GET", path, token: token, headers: ["Accept-Encoding": encoding], by: client)
        }
        let plain = try await server.request("GET", long + "JSONEachRow", token: token, by: client)
        #expect(plain.headers["content-encoding"] == nil && plain.headers["content-length"] == String(plain.body.utf8.count))
        var request = HTTPClientRequest(url: "\(server.url)\(long)JSONEachRow&token=\(token)")
        request.headers.add(name: "Accept-Encoding", value: "gzip, deflate")
        let packed = try await client.execute(request, timeout: .seconds(60)).body.collect(upTo: 1 << 20)
        #expect(packed.readableBytes < plain.body.utf8.count / 2)
        #expect(try Gzip.decompress(packed.readableBytesView, limit: 1 << 21) == Array(plain.body.utf8))
        #expect(try await ask(long + "CSV", "gzip").headers["content-encoding"] == "gzip")
        #expect(try await ask(long + "JSON", "gzip, zstd").headers["content-encoding"] == "zstd")
        #expect(try await ask(long + "JSON", "gzip").headers["vary"] == "Accept-Encoding")
        #expect(try await ask(long + "Parquet", "gzip").headers["content-encoding"] == nil)
        #expect(try await ask("/v0/sql?q=SELECT+1", "gzip").headers["content-encoding"] == nil)
        #expect(try await ask("/v0/pipes", "gzip").headers["content-encoding"] == "gzip")
        try await client.shutdown()
    }
}
