// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Compression
import Foundation
import MartletClient
import NIOCore
import Testing

/// How requests may look, as the clients of the API send them.
@Suite struct HTTPTests {
    private static let files = [
        DeploymentFile(path: "e.datasource", text: "TOKEN app APPEND\nSCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n"),
        DeploymentFile(
            path: "twice.pipe",
            text: "NODE endpoint\nSQL >\n    %\n    SELECT {{Int32(n, 1)}} * 2 AS n, {{Array(l, 'Int32', '1')}} AS l\nTYPE endpoint\n"),
    ]

    @Test func `parameters come by query, form and JSON, and reserved ones are none`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            let path = "/v0/pipes/twice.ndjson"
            #expect(try await server.get("\(path)?n=4&l=1&l=2&from=cli&cli_version=5&token=\(token)").body == "{\"n\":8,\"l\":[1,2]}\n")
            #expect(try await server.post(path, token: token, body: "n=5&l=3").body == "{\"n\":10,\"l\":[3]}\n")
            #expect(try await server.post(path, token: token, body: #"{"n": 6, "l": [4, 5]}"#).body == "{\"n\":12,\"l\":[4,5]}\n")
            #expect(try await server.get("\(path)/?&n=1&q=SELECT+n+%2B+1+AS+m+FROM+_", token: token).body == "{\"m\":3}\n")
            let csv = try await server.get("/v0/pipes/twice.csv", token: token)
            #expect(csv.body == "\"n\",\"l\"\n2,\"[1]\"\n")
            #expect(csv.headers["content-type"] == "text/csv; charset=utf-8")
        }
    }

    @Test func `SQL comes by query, raw body, form and JSON`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            #expect(try await server.get("/v0/sql?q=SELECT+1+AS+a+FORMAT+CSVWithNames", token: token).body == "\"a\"\n1\n")
            #expect(try await server.post("/v0/sql", token: token, body: "SELECT 2 AS a -- last\nFORMAT JSONEachRow").body == "{\"a\":2}\n")
            #expect(try await server.post("/v0/sql", token: token, body: "q=SELECT+3+AS+a+FORMAT+TSV").body == "3\n")
            #expect(
                try await server.post("/v0/sql", token: token, body: #"{"q": "% SELECT {{Int8(x)}} AS a FORMAT CSV", "x": 4}"#).body
                    == "4\n")
            let json = try await server.post(
                "/v0/sql", token: token,
                body: "SELECT toUInt64(18446744073709551615) AS big, '/' AS s FROM numbers(1000) ORDER BY number DESC LIMIT 1")
            #expect(json.body.contains("\"big\": 18446744073709551615") && json.body.contains(#""s": "\/""#))
            let statistics = try json.json()["statistics"] as? [String: Any]
            #expect(statistics?["rows_read"] as? Int == 1000)
            #expect(statistics?["elapsed"] as? Double ?? 0 > 0)
        }
    }

    @Test func `events may be compressed and of any content type`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            let body = try Gzip.compress(Array("{\"n\":1}\n{\"n\":2}\n".utf8))
            let packed = try await server.request(
                "POST", "/v0/events?name=e&wait=true", token: token, body: Data(body),
                headers: ["Content-Encoding": "gzip", "Content-Type": "text/plain"])
            #expect(try packed.json() as? [String: Int] == ["successful_rows": 2, "quarantined_rows": 0])
            let damaged = try await server.request(
                "POST", "/v0/events?name=e", token: token, body: Data(body.prefix(12)), headers: ["Content-Encoding": "gzip"])
            #expect(damaged.status == 400)
            let bomb = try Gzip.compress(Array(repeating: UInt8(ascii: " "), count: 64 << 20))
            let inflated = try await server.request(
                "POST", "/v0/events?name=e", token: token, body: Data(bomb), headers: ["Content-Encoding": "gzip"])
            #expect(inflated.status == 413)
            let whole = try await server.post(
                "/v0/events?name=e&format=json&wait=true", token: token, body: "[\n{\"n\": 3},\n{\"n\": 4}\n]")
            #expect(try whole.json()["successful_rows"] as? Int == 2)
        }
    }

    @Test func `browsers may call with a token, but get no tokens`() async throws {
        try await withServer { server in
            let preflight = try await server.request("OPTIONS", "/v0/events", headers: ["Origin": "https://shop.example"])
            #expect(preflight.status == 204)
            #expect(preflight.headers["access-control-allow-origin"] == "*")
            #expect(try await server.get("/v0/nothing").headers["access-control-allow-origin"] == "*")
            #expect(try await server.request("GET", "/tokens", headers: ["Origin": "https://evil.example"]).status == 403)
            #expect(try await server.request("GET", "/tokens").status == 200)
        }
    }

    @Test func `a query that nobody waits for any more is ended in the engine`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let client = try await server.client()
            // Ten seconds of work for one core, four at a time: all of the engine's connections.
            let callers = (0..<4).map { _ in
                Task { try await client.sql("SELECT max(cityHash64(number)) FROM numbers(100000000000) SETTINGS max_threads = 1") }
            }
            try await eventually("the engine is busy") {
                let probe = Task { try await server.get("/v0/sql?q=SELECT%201", token: token) }
                let wait = Task { try await Task.sleep(for: .milliseconds(300)) }
                let isBusy = await withTaskGroup(of: Bool.self) { group in
                    group.addTask { (try? await probe.value) == nil }
                    group.addTask { (try? await wait.value) != nil }
                    let first = await group.next() ?? false
                    probe.cancel()
                    wait.cancel()
                    return first
                }
                return isBusy
            }
            for caller in callers { caller.cancel() }
            let start = ContinuousClock.now
            #expect(try await server.get("/v0/sql?q=SELECT%201", token: token).status == 200)
            // Left alone, the four would hold the engine until their time limit of ten seconds.
            #expect(ContinuousClock.now - start < .seconds(6))
        }
    }

    @Test func `a query beyond its time is refused with 408`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let answer = try await server.get("/v0/sql?q=SELECT%20max(cityHash64(number))%20FROM%20numbers(1000000000000)", token: token)
            #expect(answer.status == 408)
            #expect(answer.headers["x-db-exception-code"] == "159")
        }
    }
}
