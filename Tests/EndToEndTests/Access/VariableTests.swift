// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Secrets: what queries do with them, and that nobody gets to see them.
@Suite struct VariableTests {
    private static let value = "hunter2's-\\-secret"
    private static let other = "quite-another-secret"

    private static let files = [
        DeploymentFile(
            path: "events.datasource",
            text: "SCHEMA >\n    `org` String `json:$.org`,\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY org\n"),
        DeploymentFile(path: "copies.datasource", text: "SCHEMA >\n    `n` UInt64\n\nENGINE_SORTING_KEY n\n"),
        Self.pipe("keyed", "SELECT n FROM events WHERE org = {{tb_secret('org_key')}}", "endpoint"),
        Self.pipe("optional", "SELECT {{tb_secret('missing', 'nothing')}} AS v", "endpoint"),
        Self.pipe("broken", "SELECT toUInt8(concat({{tb_secret('org_key')}}, toString(rand()))) AS v", "endpoint"),
        Self.pipe(
            "copying", "SELECT n FROM events WHERE org = {{tb_secret('org_key')}}",
            "copy\nTARGET_DATASOURCE copies\nCOPY_SCHEDULE @on-demand"),
    ]

    private static func pipe(_ name: String, _ sql: String, _ type: String) -> DeploymentFile {
        DeploymentFile(path: "\(name).pipe", text: "TOKEN reader READ\nNODE n\nSQL >\n    %\n    \(sql)\nTYPE \(type)\n")
    }

    private func set(_ value: String, _ method: String, _ path: String, _ server: ServerFixture, _ admin: String) async throws
        -> ServerFixture.Answer
    {
        var form = URLComponents()
        form.queryItems = [URLQueryItem(name: "name", value: "org_key"), URLQueryItem(name: "value", value: value)]
        return try await server.request(
            method, "/v0/variables\(path)", token: admin, body: Data((form.percentEncodedQuery ?? "").utf8),
            headers: ["Content-Type": "application/x-www-form-urlencoded"])
    }

    @Test func `a secret decides what a query finds, and is shown by nothing`() async throws {
        try await withServer { server in
            let admin = try await server.adminToken()
            var shown = ""
            func answer(_ path: String, token: String) async throws -> ServerFixture.Answer {
                let answer = try await server.get(path, token: token)
                shown += answer.body
                return answer
            }

            let refusal = await #expect(throws: MartletClientError.self) { _ = try await server.client().deploy(Self.files) }
            #expect("\(String(describing: refusal))".contains("Cannot access secret 'org_key'"))
            #expect("\(String(describing: refusal))".contains("missing") == false)
            #expect(try await self.set(Self.value, "PUT", "/org_key", server, admin).status == 404)
            let made = try await self.set(Self.value, "POST", "", server, admin)
            #expect(try made.json()["type"] as? String == "secret", "\(made.body)")
            #expect(try await self.set(Self.value, "POST", "", server, admin).status == 400)
            shown += made.body
            _ = try await server.client().deploy(Self.files)
            let row = { (org: String, n: Int) in
                String(decoding: try JSONSerialization.data(withJSONObject: ["org": org, "n": n]), as: UTF8.self)
            }
            try await server.client().append("\(row(Self.value, 1))\n\(row(Self.other, 2))\n", to: "events")

            let reader = try await server.token("reader")
            #expect(try await answer("/v0/pipes/keyed.json", token: reader).rows().compactMap { $0["n"] as? Int } == [1])
            #expect(try await answer("/v0/sql?q=SELECT%20n%20FROM%20keyed", token: reader).rows().compactMap { $0["n"] as? Int } == [1])
            #expect(try await answer("/v0/pipes/optional.json", token: reader).rows().first?["v"] as? String == "nothing")
            // Nobody else's query binds what a pipe binds.
            #expect(try await answer("/v0/sql?q=SELECT%20%7Borg_key:String%7D%20AS%20v,%20n%20FROM%20keyed", token: reader).status == 400)
            #expect(try await answer("/v0/sql?q=%25%20SELECT%20%7B%7Btb_secret('org_key')%7D%7D%20AS%20v", token: reader).status == 400)
            let broken = try await answer("/v0/pipes/broken.json", token: reader)
            #expect(broken.status == 400 && broken.error?.contains("…") == true, "\(broken.body)")
            let explained = try await answer("/v0/pipes/keyed/explain", token: admin)
            #expect(try (explained.json()["debug_query"] as? String ?? "").hasSuffix(" WHERE org = {org_key: String}"), "\(explained.body)")
            for path in ["/v0/variables", "/v0/variables/org_key", "/v0/pipes/openapi.json", "/v0/jobs", "/v1/pipes/keyed.pipe"] {
                #expect(try await answer(path, token: admin).status == 200)
            }
            #expect(try await answer("/v0/variables", token: reader).status == 403)
            _ = try await server.run("/v0/pipes/copying/copy", token: admin)
            #expect(try await server.value("sum(n)", of: "copies") == 1)

            // What was computed with the old value is worth nothing.
            #expect(try await self.set(Self.other, "PUT", "/org_key", server, admin).status == 200)
            #expect(try await answer("/v0/pipes/keyed.json", token: reader).rows().compactMap { $0["n"] as? Int } == [2])
            #expect(try await server.request("DELETE", "/v0/variables/org_key", token: admin).status == 200)
            #expect(try await answer("/v0/pipes/keyed.json", token: reader).error?.contains("Cannot access secret 'org_key'") == true)
            #expect(try await answer("/v0/variables/org_key", token: admin).status == 404)

            shown += server.program.outputText + server.program.errorText
            for value in [Self.value, Self.other, "hunter2"] { #expect(!shown.contains(value)) }
        }
    }
}
