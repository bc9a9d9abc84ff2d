// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The troubleshooting section of EmitKit's setup guide: what goes wrong there goes wrong here, and says what it is.
@Suite struct EmitKitTroubleTests {
    @Test func `every trouble of the guide tells what it is`() async throws {
        try await withServer { server in
            let shell = try Shell(server, in: "Examples/emitkit")
            #expect(try await shell("deploy").status == 0)
            try await self.checkAuthentication(server, shell)
            try await self.checkDeployment(server, shell)
            try await self.checkMissingEvents(server, shell)
            try await self.checkSlowQuery(server)
        }
    }

    private func checkAuthentication(_ server: ServerFixture, _ shell: Shell) async throws {
        let call = "/v0/pipes/get_events_stats.json?organization_id=org"
        for (token, reason) in [("p.made-up", "invalid authentication token"), (nil, "no authentication token")] {
            let answer = try await server.get(call, token: token)
            #expect(answer.status == 403 && answer.error?.contains(reason) == true, "\(answer.body)")
        }
        let wrong = try await shell("deploy", environment: ["TB_TOKEN": "p.made-up", "TB_HOST": server.url])
        #expect(wrong.status == 1 && wrong.errors.contains("invalid authentication token"), "\(wrong.errors)")
        let dashboard = try await server.token("emitkit_dashboard")
        let weak = try await shell("deploy", environment: ["TB_TOKEN": dashboard, "TB_HOST": server.url])
        #expect(weak.status == 1 && weak.errors.contains("token is missing the scope"), "\(weak.errors)")
        #expect(try await shell("login").status == 0)
        #expect(try await shell("deploy").output.hasSuffix("△ Not deploying. No changes.\n"))
    }

    private func checkDeployment(_ server: ServerFixture, _ shell: Shell) async throws {
        let schema = "datasources/events.datasource"
        let file = shell.folder.appending(path: schema)
        let sound = try String(contentsOf: file, encoding: .utf8)
        try sound.replacing("`title` String", with: "`title` Strin").write(to: file, atomically: true, encoding: .utf8)
        // Nothing overrides a mistake.
        for options in [[], ["--force"]] {
            let deploy = try await shell(["deploy"] + options)
            #expect(
                deploy.status == 1 && deploy.errors.contains("\(schema):12:13: error: Unknown data type family: Strin"), "\(deploy.errors)")
        }
        #expect(try await shell("datasource", "ls").output.contains("| events "))
        // A data source that is not there any more takes its rows along: that has to be said.
        try await server.client().append(#"{"organization_id":"org","channel_id":"ch","title":"t"}"#, to: "events")
        try sound.write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.removeItem(at: shell.folder.appending(path: "datasources/events_hourly.datasource"))
        try FileManager.default.removeItem(at: shell.folder.appending(path: "pipes/events_hourly_mv.pipe"))
        let careful = try await shell("deploy")
        #expect(careful.status == 1 && careful.errors.contains("allow destructive operations"), "\(careful.output)\(careful.errors)")
        #expect(try await shell("deploy", "--force").status == 0)
        #expect(try await !shell("datasource", "ls").output.contains("| events_hourly "))
        #expect(try await shell("datasource", "truncate", "events", "--yes").status == 0)
    }

    private func checkMissingEvents(_ server: ServerFixture, _ shell: Shell) async throws {
        let count = ["datasource", "query", "events", "SELECT count() FROM events FORMAT CSV"]
        let list = "/v0/pipes/get_events_paginated.json?organization_id=org&channel_id=ch"
        let token = try await server.token("emitkit_dashboard")
        func rows(_ path: String) async throws -> Int { try await server.get(path, token: token).rows().count }
        func send(_ event: String) async throws {
            _ = try await server.post("/v0/events?name=events&wait=true", token: try await server.token("emitkit_app"), body: event)
        }
        // They have not come, or not as events.
        #expect(try await shell(count).output == "0\n")
        try await send(#"{"organization_id":"org","channel_id":"ch"}"#)
        #expect(try await shell(count).output == "0\n")
        let reasons = try await shell("quarantine", "ls").output
        #expect(reasons.contains("events") && reasons.contains("missing required field 'title'"), "\(reasons)")
        // Their tier has ended.
        let old = Date(timeIntervalSinceNow: -100 * 86_400).formatted(.iso8601)
        try await send(#"{"organization_id":"org","channel_id":"ch","title":"t","retention_tier":"basic","created_at":"\#(old)"}"#)
        #expect(try await shell(count).output == "1\n")
        #expect(try await rows(list) == 0)
        // They are another organization's or channel's, or of other days.
        try await send(#"{"organization_id":"org","channel_id":"ch","title":"t"}"#)
        #expect(try await rows(list) == 1)
        #expect(try await rows(list.replacing("org&", with: "Org&")) == 0)
        #expect(try await rows(list.replacing("=ch", with: "=other")) == 0)
        #expect(try await rows("\(list)&date_to=2020-01-01") == 0)
    }

    private func checkSlowQuery(_ server: ServerFixture) async throws {
        let token = try await server.adminToken()
        let answer = try await server.get("/v0/pipes/get_events_stats.json?organization_id=org", token: token).json()
        let statistics = try #require(answer["statistics"] as? [String: Any])
        #expect((statistics["rows_read"] as? Int ?? 0) > 0 && statistics["elapsed"] is Double)
        let plan = try await server.get("/v0/pipes/get_events_stats/explain?organization_id=org", token: token)
        #expect(try (plan.json()["query_explain"] as? String)?.contains("Aggregating") == true, "\(plan.body)")
    }
}
