// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import Testing

/// What a server tells programs and people of its endpoints.
@Suite struct OpenAPITests {
    private static let project = [
        DeploymentFile(
            path: "orders.datasource",
            text: "SCHEMA >\n    `ts` DateTime `json:$.ts`,\n    `amount` Float64 `json:$.amount`\n\nENGINE_SORTING_KEY ts\n"),
        DeploymentFile(
            path: "sales.pipe",
            text: """
                TOKEN "shop" READ
                DESCRIPTION >
                    Orders by day.
                NODE endpoint
                SQL >
                    %
                    SELECT toDate(ts) AS day, count() AS orders, sum(amount) AS total
                        {% if defined(mean) %} , avg(amount) AS mean {% end %}
                    FROM orders
                    WHERE ts >= {{DateTime(since)}} GROUP BY day ORDER BY day LIMIT {{Int32(days, 30, description='How many')}}
                TYPE endpoint

                """),
        DeploymentFile(
            path: "secret.pipe",
            text: "NODE endpoint\nSQL >\n    %\n    SELECT 1 AS one {% if days > 3 %} , 2 AS two {% end %}\nTYPE endpoint\n"),
        DeploymentFile(path: "part.pipe", text: "NODE part\nSQL >\n    SELECT 1 AS one\n"),
    ]

    private func paths(_ answer: ServerFixture.Answer) throws -> [String: Any] {
        try #require(try answer.json()["paths"] as? [String: Any])
    }

    private func schemas(_ answer: ServerFixture.Answer) throws -> [String: [String: Any]] {
        try #require((try answer.json()["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
    }

    @Test func `a server describes the endpoints that a token may read`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.project)
            let admin = try await server.adminToken()
            let shop = try await server.token("shop")

            // The columns are the engine's own; what cannot be known before a call is left open.
            let all = try await server.get("/v0/pipes/openapi.json", token: admin)
            #expect(all.status == 200)
            #expect(
                try self.paths(all).keys.sorted() == [
                    "/v0/pipes/sales.json", "/v0/pipes/sales.{format}", "/v0/pipes/secret.json", "/v0/pipes/secret.{format}",
                ])
            let row = try #require(try self.schemas(all)["sales.row"])
            #expect(row["required"] as? [String] == ["day", "orders", "total"])
            let total = try #require((row["properties"] as? [String: [String: Any]])?["total"])
            #expect(total["type"] as? [String] == ["number", "null"])
            #expect((row["properties"] as? [String: Any])?.keys.sorted() == ["day", "mean", "orders", "total"])
            #expect(total["x-clickhouse-type"] as? String == "Float64")
            #expect(try self.schemas(all)["secret.row"]?["properties"] == nil)

            // A token sees what it may call, in the URL as in the header.
            let visible = try await server.get("/v0/pipes/openapi.json?token=\(shop)")
            #expect(try self.paths(visible).keys.sorted() == ["/v0/pipes/sales.json", "/v0/pipes/sales.{format}"])
            #expect(try await server.get("/v0/pipes/sales/openapi.json", token: shop).status == 200)
            #expect(try await server.get("/v0/pipes/secret/openapi.json", token: shop).status == 403)
            #expect(try await server.get("/v0/pipes/part/openapi.json", token: admin).error == "pipe \"part\" has no endpoint")
            #expect(try await server.get("/v0/pipes/none/openapi.json", token: admin).status == 404)
            #expect(try await server.get("/v0/pipes/openapi.json").status == 403)

            // The next deployment has other columns.
            let changed = Self.project.map { file in
                DeploymentFile(path: file.path, text: file.text.replacing("AS orders", with: "AS order_count"))
            }
            _ = try await server.client().deploy(changed)
            let later = try await server.get("/v0/pipes/sales/openapi.json", token: shop)
            #expect(try self.schemas(later)["sales.row"]?["required"] as? [String] == ["day", "order_count", "total"])
            #expect((try later.json()["info"] as? [String: String]) == ["title": "sales", "version": "2"])

            try await self.checkPages(of: server, token: shop)
        }
    }

    /// The page for people, and the older ways to it.
    private func checkPages(of server: ServerFixture, token: String) async throws {
        let page = try await server.get("/docs")
        #expect(page.headers["content-type"] == "text/html; charset=utf-8")
        // Nothing from elsewhere, and no script in the page itself.
        #expect(page.headers["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 'self';") == true)
        #expect(page.body.contains("<script src=\"/docs/docs.js\" type=\"module\"></script>"))
        #expect(!page.body.contains("://"))
        #expect(try await server.get("/docs/docs.js").headers["content-type"] == "text/javascript; charset=utf-8")
        #expect(try await server.get("/docs/docs.css").headers["content-type"] == "text/css; charset=utf-8")

        let client = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
        let redirects = [
            try await server.request("GET", "/endpoint/sales?token=\(token)", by: client),
            try await server.request("GET", "/endpoints?token=\(token)", by: client),
            try await server.request("GET", "/endpoint/secret?token=\(token)", by: client),
        ]
        try await client.shutdown()
        #expect(redirects.map(\.status) == [302, 302, 403])
        #expect(redirects.map { $0.headers["location"] } == ["/docs?token=\(token)#sales", "/docs?token=\(token)", nil])

        let snippet = try await server.get("/examples/query.http?format=csv&pipe=sales&q=&token=\(token)")
        #expect(snippet.headers["content-type"] == "text/plain")
        #expect(snippet.body == "http://localhost:8001/v0/pipes/sales.csv?q=&token=\(token)")
        #expect(try await server.get("/examples/query.http?format=exe&pipe=sales").status == 400)
    }
}
