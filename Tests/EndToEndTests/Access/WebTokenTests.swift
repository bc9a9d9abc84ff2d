// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// JSON web tokens: made by the server, and what they open.
@Suite struct WebTokenTests {
    private static let files = [
        DeploymentFile(
            path: "events.datasource",
            text: "SCHEMA >\n    `org` String `json:$.org`,\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY org\n"),
        DeploymentFile(
            path: "sums.pipe",
            text:
                "NODE s\nSQL >\n    %\n    SELECT org, sum(n) AS s FROM events WHERE org = {{String(org, 'none')}} GROUP BY org\nTYPE endpoint\n"
        ),
    ]

    /// As the command line asks for it: the body is JSON and does not say so.
    private func webToken(_ name: String, _ scopes: String, more: String = "", of server: ServerFixture, by admin: String) async throws
        -> String
    {
        let path = "/v0/tokens?name=\(name)&expiration_time=\(Int(Date().timeIntervalSince1970) + 3600)"
        let answer = try await server.post(path, token: admin, body: "{\"scopes\": \(scopes)\(more)}")
        return try #require(try answer.json()["token"] as? String, "\(answer.body)")
    }

    private static let acme = #"[{"type":"PIPES:READ","resource":"sums","fixed_params":{"org":"acme"}}]"#

    @Test func `a web token opens what it says, under the parameters it fixes, as long as its signature holds`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.files)
            let admin = try await server.adminToken()
            try await server.client().append(
                "{\"org\":\"acme\",\"n\":1}\n{\"org\":\"acme\",\"n\":2}\n{\"org\":\"beta\",\"n\":4}\n", to: "events")
            let user = try await self.webToken("user_1", Self.acme, of: server, by: admin)
            let calls: [(method: String, path: String, body: String)] = [
                ("GET", "/v0/pipes/sums.json", ""), ("GET", "/v0/pipes/sums.json?org=beta", ""),
                ("POST", "/v0/pipes/sums.json", "org=beta"),
                ("POST", "/v0/pipes/sums.json", "{\"org\": \"beta\"}"), ("POST", "/v0/pipes/sums.json", "{\"org\": null}"),
                ("GET", "/v0/pipes/sums.json?q=SELECT%20*%20FROM%20_&org=beta", ""),
                ("GET", "/v0/sql?q=SELECT%20*%20FROM%20sums&org=beta", ""),
                ("GET", "/v0/sql?pipeline=sums&q=SELECT%20*%20FROM%20_&org=beta", ""),
                ("GET", "/v0/pipes/sums.ndjson?org=beta", ""),
            ]
            for (method, path, body) in calls {
                let answer = try await server.request(method, path, token: user, body: body.isEmpty ? nil : Data(body.utf8))
                #expect(
                    answer.status == 200 && answer.body.contains("acme") && !answer.body.contains("beta"), "\(path) \(body): \(answer.body)"
                )
            }
            #expect(try await server.get("/v0/pipes/sums.json?token=\(user)").rows().first?["s"] as? Int == 3)
            let stream = try await EventStream(server, "/v0/pipes/sums.sse?org=beta", token: user)
            #expect(try await stream.events(1).first?.rows.first?["s"] as? Int == 3)
            for path in [
                "/v0/sql?q=SELECT%20*%20FROM%20events", "/v0/pipes/sums/explain", "/v0/tokens", "/v0/variables", "/v1/deployments",
            ] {
                #expect(try await server.get(path, token: user).status == 403, "\(path)")
            }
            let document = try await server.get("/v0/pipes/openapi.json", token: user).body
            #expect(document.contains("/v0/pipes/sums.json") && !document.contains("\"name\":\"org\""))
            #expect(try await server.get("/v0/pipes/openapi.json", token: admin).body.contains("\"name\":\"org\""))

            let filtered = try await self.webToken(
                "user_2", #"[{"type":"DATASOURCES:READ","resource":"events","filter":"org = 'beta'"}]"#, of: server, by: admin)
            #expect(
                try await server.get("/v0/sql?q=SELECT%20sum(n)%20AS%20s%20FROM%20events%20FORMAT%20JSON", token: filtered).rows().first?[
                    "s"] as? Int == 4)

            let signer = try await server.get("/v0/tokens/workspace%20admin%20token", token: admin).json()
            #expect(
                try await server.post("/v0/tokens/workspace%20admin%20token/refresh", token: admin, body: "").json()["token"] as? String
                    != signer["token"] as? String)
            #expect(try await server.get("/v0/pipes/sums.json", token: user).status == 403)
            try await eventually("the stream ends") { stream.isOver }
            #expect(stream.events.last?.data.contains("invalid authentication token") == true)
        }
    }

    @Test func `what cannot be is not signed, and a limit holds for all tokens of its name`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.files)
            let admin = try await server.adminToken()
            let later = Int(Date().timeIntervalSince1970) + 3600
            let wrong: [(path: String, body: String)] = [
                ("name=a&expiration_time=1", "{\"scopes\": \(Self.acme)}"), ("name=a&expiration_time=soon", "{\"scopes\": \(Self.acme)}"),
                ("name=a&expiration_time=\(later)", "{}"), ("name=a&expiration_time=\(later)", "{\"scopes\": []}"),
                ("name=a&expiration_time=\(later)", "{\"scopes\": [{\"type\":\"ADMIN\"}]}"),
                ("name=a&expiration_time=\(later)", "{\"scopes\": [{\"type\":\"PIPES:READ\",\"resource\":\"nothing\"}]}"),
                (
                    "name=a&expiration_time=\(later)",
                    "{\"scopes\": [{\"type\":\"DATASOURCES:READ\",\"resource\":\"events\",\"filter\":\"1) OR (1\"}]}"
                ),
                ("name=a&expiration_time=\(later)", "{\"scopes\": \(Self.acme), \"limits\": {\"rps\": 0}}"),
                ("expiration_time=\(later)", "{\"scopes\": \(Self.acme)}"),
            ]
            for (path, body) in wrong {
                #expect(try await server.post("/v0/tokens?\(path)", token: admin, body: body).status == 400, "\(path) \(body)")
            }
            let limits = ", \"limits\": {\"rps\": 2}"
            let tokens = [
                try await self.webToken("slow", Self.acme, more: limits, of: server, by: admin),
                try await self.webToken("slow", Self.acme, more: limits, of: server, by: admin),
            ]
            let answers = try await withThrowingTaskGroup(of: ServerFixture.Answer.self) { group in
                for number in 0..<20 { group.addTask { try await server.get("/v0/pipes/sums.json", token: tokens[number % 2]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let refused = answers.filter { $0.status == 429 }
            #expect(answers.contains { $0.status == 200 } && refused.count >= 10)
            #expect(answers.allSatisfy { $0.headers["x-ratelimit-limit"] == "2" })
            #expect(refused.allSatisfy { $0.headers["retry-after"] == "1" && $0.error?.contains("tokens named \"slow\"") == true })
            let other = try await self.webToken("fast", Self.acme, of: server, by: admin)
            #expect(try await server.get("/v0/pipes/sums.json", token: other).status == 200)
        }
    }
}
