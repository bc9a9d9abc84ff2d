// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient

/// A server with a listener for ClickHouse clients, and something for them to read.
struct ClickHouseScene {
    let server: ServerFixture
    let port: Int
    let admin: String
    /// A token that may read the data source `events` and the endpoint `total`.
    let reader: String

    private static let project = [
        DeploymentFile(
            path: "events.datasource",
            text: """
                TOKEN reader READ
                DESCRIPTION What happened

                SCHEMA >
                    `n` UInt64 `json:$.n`,
                    `org` String `json:$.org`,
                    `at` DateTime `json:$.at`,
                    `tags` Array(String) `json:$.tags[:]`,
                    `price` Nullable(Float64) `json:$.price`

                ENGINE_SORTING_KEY n
                """),
        DeploymentFile(path: "secrets.datasource", text: "SCHEMA >\n    `x` String `json:$.x`\n\nENGINE_SORTING_KEY x\n"),
        DeploymentFile(
            path: "total.pipe",
            text: """
                TOKEN reader READ
                NODE t
                SQL >
                    %
                    SELECT sum(e.n) AS total FROM events AS e WHERE e.n >= {{UInt8(from_n, 0)}}
                TYPE endpoint
                """),
        DeploymentFile(
            path: "by_org.pipe",
            text: "NODE t\nSQL >\n    %\n    SELECT n FROM events WHERE org = {{String(org, required=True)}}\nTYPE endpoint\n"),
    ]

    private static let rows = """
        {"n": 1, "org": "acme", "at": "2026-01-01 00:00:00", "tags": ["a", "b"], "price": 1.5}
        {"n": 2, "org": "acme", "at": "2026-01-01 00:00:00", "tags": []}
        {"n": 3, "org": "beta", "at": "2026-01-01 00:00:00", "tags": ["c"], "price": 0.5}
        """

    /// The name of the default workspace.
    let workspace = "Tinybird_Local_Testing"

    /// Runs `body` with such a server.
    static func run(_ body: (ClickHouseScene) async throws -> Void) async throws {
        try await withServer(arguments: ["--clickhouse-port", "0"]) { server in
            _ = try await server.client().deploy(Self.project)
            let admin = try await server.adminToken()
            let answer = try await server.post("/v0/events?name=events&wait=true", token: admin, body: Self.rows)
            guard answer.status == 200 else { throw TimedOut(description: answer.body) }
            let line = server.program.outputText.split(separator: "\n").first { $0.hasPrefix("clients of ClickHouse") }
            guard let port = line?.split(separator: ":").last.flatMap({ Int($0) }) else { throw TimedOut(description: "no listener") }
            try await body(ClickHouseScene(server: server, port: port, admin: admin, reader: try await server.token("reader")))
        }
    }

    /// A request to the listener.
    func request(
        _ path: String, token: String? = nil, body: String? = nil, headers: [String: String] = [:]
    ) async throws -> ServerFixture.Answer {
        try await self.server.request(
            body == nil ? "GET" : "POST", path, body: body.map { Data($0.utf8) },
            headers: headers.merging(token.map { ["X-ClickHouse-User": "tests", "X-ClickHouse-Key": $0] } ?? [:]) { $1 },
            at: "http://127.0.0.1:\(self.port)")
    }

    /// The text that a query is answered with, whatever the status.
    func ask(_ sqlText: String, _ parameters: String = "", token: String? = nil) async throws -> String {
        try await self.request("/?\(parameters)", token: token ?? self.admin, body: sqlText).body
    }
}
