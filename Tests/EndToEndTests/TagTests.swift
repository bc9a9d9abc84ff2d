// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Tags are made and given over HTTP, and stand in the datafiles.
@Suite struct TagTests {
    private static let project = [
        DeploymentFile(
            path: "events.datasource", text: "TAGS \"raw, backfill_column=n\"\n\nSCHEMA >\n    `n` UInt64\n\nENGINE_SORTING_KEY n\n"),
        DeploymentFile(path: "top.pipe", text: "NODE a\nSQL >\n    SELECT n FROM events\nTYPE endpoint\n"),
    ]

    @Test func `tags are listed, made, given, taken and removed`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy(Self.project)
            let token = try await server.adminToken()
            let ask = { (method: String, path: String, body: String?) in
                try await server.request(
                    method, path, token: token, body: body.map { Data($0.utf8) }, headers: ["Content-Type": "application/json"])
            }
            let tags = {
                (try await ask("GET", "/v0/tags", nil).json()["tags"] as? [[String: Any]] ?? []).map { tag in
                    let names = (tag["resources"] as? [[String: String]] ?? []).map { "\($0["type"] ?? "") \($0["name"] ?? "")" }
                    return "\(tag["name"] as? String ?? ""): \(names.joined(separator: ", "))"
                }
            }
            #expect(try await tags() == ["raw: datasource events"])
            #expect(try await ask("POST", "/v0/tags", #"{"name": "new"}"#).status == 200)
            #expect(try await ask("POST", "/v0/tags", #"{"name": "web", "resources": [{"name": "top", "type": "pipe"}]}"#).status == 200)
            #expect(try await tags() == ["new: ", "raw: datasource events", "web: pipe top"])
            #expect(try await ask("PUT", "/v0/tags/web", #"{"resources": [{"name": "events"}]}"#).status == 200)
            #expect(try await ask("GET", "/v0/datasources/events.datasource", nil).body.hasPrefix("TAGS \"raw, web, backfill_column=n\"\n"))
            #expect(try await ask("GET", "/v0/pipes/top.pipe", nil).body.hasPrefix("NODE a\n"))
            #expect(try await ask("GET", "/v0/datasources/events", nil).json()["tags"] as? [String: String] == ["backfill_column": "n"])
            #expect(try await ask("DELETE", "/v0/tags/raw", nil).status == 204)
            #expect(try await tags() == ["new: ", "web: datasource events"])

            let refusals = [
                ("POST", "/v0/tags", #"{"name": "web"}"#, 409, "tag \"web\" exists already"),
                ("POST", "/v0/tags", #"{"name": "a=b"}"#, 400, "parameter \"name\" is not valid"),
                ("PUT", "/v0/tags/web", #"{"resources": [{"name": "nothing"}]}"#, 404, "resource \"nothing\" does not exist"),
                ("DELETE", "/v0/tags/raw", "", 404, "tag \"raw\" does not exist"),
            ]
            for (method, path, body, status, text) in refusals {
                let answer = try await ask(method, path, body)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(answer.error?.hasPrefix(text) == true, "\(answer.body)")
            }
            let reader = try await server.post("/v0/tokens?name=r&scope=PIPES:READ:top", token: token, body: "").json()["token"] as? String
            #expect(try await server.post("/v0/tags?name=x", token: reader, body: "").error == "token is missing the scope ADMIN")
            #expect(try await server.get("/v0/tags", token: reader).body.contains("events") == false)
        }
    }
}
