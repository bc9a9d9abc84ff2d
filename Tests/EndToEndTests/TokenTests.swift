// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Tokens that callers make, as Classic's `push` does for the TOKEN lines of its datafiles.
@Suite struct TokenTests {
    private static let events = DeploymentFile(
        path: "events.datasource", text: "TOKEN both READ\nSCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n")

    private func withEvents(_ body: (ServerFixture, String) async throws -> Void) async throws {
        try await withServer { server in
            _ = try await server.client().deploy([Self.events])
            try await body(server, try await server.adminToken())
        }
    }

    private func scopes(_ answer: ServerFixture.Answer) throws -> [String] {
        let scopes = try answer.json()["scopes"] as? [[String: Any]] ?? []
        return scopes.map { [$0["type"], $0["resource"]].compactMap { $0 as? String }.joined(separator: ":") }.sorted()
    }

    @Test func `a token that is made opens what its scopes say, and nothing once it is deleted`() async throws {
        try await self.withEvents { server, token in
            let made = try await server.post(
                "/v0/tokens?name=writer&origin=DS&resource_id=events&scope=DATASOURCES:APPEND:events&scope=DATASOURCES:DROP:events",
                token: token, body: "")
            #expect(made.status == 200, "\(made.body)")
            #expect(try self.scopes(made) == ["DATASOURCES:APPEND:events", "DATASOURCES:DROP:events"])
            let writer = try #require(try made.json()["token"] as? String)
            #expect(try await server.post("/v0/events?name=events", token: writer, body: "{\"n\":1}").status == 202)
            #expect(try await server.get("/v0/sql?q=SELECT%20count()%20FROM%20events", token: writer).status == 403)
            #expect(try await server.post("/v0/tokens?name=writer&scope=TOKENS", token: token, body: "").status == 409)

            let changed = try await server.request(
                "PUT", "/v0/tokens/writer", token: token, body: Data("scope=DATASOURCES:READ:events".utf8))
            #expect(try self.scopes(changed) == ["DATASOURCES:READ:events"], "\(changed.body)")
            #expect(try await server.post("/v0/events?name=events", token: writer, body: "{\"n\":1}").status == 403)
            #expect(try await server.get("/v0/sql?q=SELECT%20count()%20FROM%20events", token: writer).status == 200)

            #expect(try await server.request("DELETE", "/v0/tokens/writer", token: token).status == 200)
            #expect(try await server.get("/v0/sql?q=SELECT%20count()%20FROM%20events", token: writer).status == 403)
        }
    }

    @Test func `names may hold what applications put into them, and what datafiles declare comes back`() async throws {
        let name = "v2_[shop]_[org]_endpoint_read_[1]"
        let files = [
            Self.events,
            DeploymentFile(path: "one.pipe", text: "TOKEN \(name) READ\nNODE n\nSQL >\n    SELECT 1 AS x\nTYPE endpoint\n"),
        ]
        try await withServer { server in
            _ = try await server.client().deploy(files)
            let token = try await server.adminToken()
            let path = "/v0/tokens/\(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
            let declared = try await server.get(path, token: token)
            #expect(try self.scopes(declared) == ["PIPES:READ:one"], "\(declared.body)")
            let text = try #require(try declared.json()["token"] as? String)
            #expect(try await server.get("\(path).token", token: token).body == text)
            #expect(try await server.get(path, token: text).status == 200)
            #expect(try await server.get("/v0/tokens/both", token: text).status == 403)
            #expect(try await server.request("DELETE", path, token: token).status == 200)
            #expect(try await server.client().deploy(files).result == "no_changes")
            let again = try #require(try await server.get(path, token: token).json()["token"] as? String)
            #expect(again != text)
            let refreshed = try #require(try await server.post("\(path)/refresh", token: token, body: "").json()["token"] as? String)
            #expect(try await server.get("/v0/pipes/one.json", token: again).status == 403)
            #expect(try await server.get("/v0/pipes/one.json", token: refreshed).status == 200)
            let made = try await server.post(
                "/v0/tokens?name=\(name)2&description=why&origin=P&resource_id=one&scope=PIPES:READ:one"
                    .addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? "", token: token, body: "")
            #expect(try made.json()["description"] as? String == "why", "\(made.body)")
            #expect(try (made.json()["origin"] as? [String: String])?["resource_name"] == "one")
        }
    }

    @Test func `nobody gives more than he has, or what is not there`() async throws {
        try await self.withEvents { server, token in
            let made = try await server.post("/v0/tokens?name=keeper&scope=TOKENS", token: token, body: "")
            let keeper = try #require(try made.json()["token"] as? String)
            #expect(try await server.post("/v0/tokens?name=a&scope=ADMIN", token: keeper, body: "").status == 403)
            #expect(try await server.request("PUT", "/v0/tokens/keeper?scope=ADMIN", token: keeper).status == 403)
            for name in ["workspace%20admin%20token", "admin%20local%40martlet"] {
                #expect(try await server.request("DELETE", "/v0/tokens/\(name)", token: token).status != 200)
            }
            _ = try await server.post("/v0/tokens?name=admin2&scope=ADMIN", token: token, body: "")
            let shown = try await server.get("/v0/tokens", token: keeper).json()["tokens"] as? [[String: Any]]
            #expect(shown?.compactMap { $0["name"] as? String } == ["both", "keeper"])
            for name in ["admin2", "admin2.token", "workspace%20admin%20token"] {
                #expect(try await server.get("/v0/tokens/\(name)", token: keeper).status == 403)
            }
            #expect(try await server.post("/v0/tokens/workspace%20admin%20token/refresh", token: keeper, body: "").status == 403)
            #expect(try await server.request("DELETE", "/v0/tokens/admin2", token: keeper).status == 403)
            for scope in ["DATASOURCES:READ:nothing", "DATASOURCES:READ", "EVERYTHING", "DATASOURCES:READ:events:n=1)%20OR%20(1", ""] {
                #expect(try await server.post("/v0/tokens?name=b&scope=\(scope)", token: token, body: "").status == 400, "\(scope)")
            }
            #expect(try await server.post("/v0/tokens?name=c&scope=TOKENS&expiration_time=1", token: token, body: "").status == 400)
        }
    }

    @Test func `scopes follow a data source to its new name, and go when it goes`() async throws {
        try await self.withEvents { server, token in
            _ = try await server.request("PUT", "/v0/tokens/both?scope=DATASOURCES:APPEND:events", token: token)
            #expect(
                try self.scopes(try await server.get("/v0/tokens/both", token: token)) == [
                    "DATASOURCES:APPEND:events", "DATASOURCES:READ:events",
                ])
            _ = try await server.request("PUT", "/v0/datasources/events?name=happenings", token: token)
            #expect(
                try self.scopes(try await server.get("/v0/tokens/both", token: token)) == [
                    "DATASOURCES:APPEND:happenings", "DATASOURCES:READ:happenings",
                ])
            #expect(try await server.request("DELETE", "/v0/datasources/happenings", token: token).status == 204)
            _ = try await server.post("/v0/datasources?name=happenings&schema=n%20UInt64", token: token, body: "")
            #expect(try self.scopes(try await server.get("/v0/tokens/both", token: token)) == [])
        }
    }
}
