// Part of Martlet. Apache License 2.0; see LICENSE.

import Demo
import Foundation
import MartletClient
import Testing

/// MetricPal's workspace: its answers, its tokens, its client and its tracker.
@Suite struct MetricPalTests {
    @Test func `answers are those that a plain computation over the same events gives`() async throws {
        try await MetricPalScene.run { scene in
            var visits = HostileVisits(seed: 7)
            for _ in 0..<3 {
                var lines = ""
                for _ in 0..<160 { lines += try visits.event() }
                try await scene.sendEvents(lines)
                // The same lines under another name are other events.
                try await scene.sendEvents(String(lines.prefix { $0 != "\n" }) + "\n")
                for _ in 0..<10 { try await scene.sendIdentities(try visits.identity()) }
                for workspace in HostileVisits.workspaces { try await scene.compareAnswers(about: workspace) }
            }
            let day = Date(timeIntervalSinceNow: -86_400 * 20).formatted(.iso8601.year().month().day())
            let ranges = [
                MetricPalModel.Range(first: day, last: day), MetricPalModel.Range(first: day, last: "2100-01-01"),
                MetricPalModel.Range(first: MetricPalModel.today, last: day),
            ]
            for range in ranges {
                for workspace in HostileVisits.workspaces + ["nobody"] { try await scene.compareAnswers(about: workspace, in: range) }
            }
            // Merging makes replaced rows go; nobody notices.
            try await scene.server.expire("website_events", "website_events_daily", "website_visitors_daily", "user_identities")
            for workspace in HostileVisits.workspaces { try await scene.compareAnswers(about: workspace) }
            try await self.simulate(&scene)
            try await self.expire(scene)
            try await self.isolate(scene)
            try await self.refuse(scene)
            try await self.repeatRequest(scene)
        }
    }

    /// The same for visitors as they are, with sessions, bots and people who come back.
    private func simulate(_ scene: inout MetricPalScene) async throws {
        let workspace = try #require(DemoWorkspaces.named("metricpal"))
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        for batch in DemoEvents(of: workspace, rows: 20_000, seed: 7, until: now, days: 60) {
            for lines in batch {
                let text = String(decoding: lines.bytes, as: UTF8.self)
                if lines.dataSource == "website_events" {
                    try await scene.sendEvents(text)
                } else {
                    try await scene.sendIdentities(text)
                }
            }
        }
        for workspace in ["workspace_0", "workspace_1", "workspace_7"] { try await scene.compareAnswers(about: workspace) }
    }

    /// After 365 days events are gone, and so is what was counted of them.
    private func expire(_ scene: MetricPalScene) async throws {
        let lines = [364, 366].map { age in
            let time = Date(timeIntervalSinceNow: -86_400 * Double(age)).formatted(.iso8601)
            return #"{"timestamp":"\#(time)","workspace_id":"old","visitor_id":"v","session_id":"s","action_type":"a","url":"\#(age)"}"#
        }
        let path = "/v0/events?name=website_events&wait=true"
        let answer = try await scene.server.post(path, token: scene.app, body: lines.joined(separator: "\n"))
        #expect(answer.status == 200)
        try await scene.server.expire("website_events", "website_events_daily", "website_visitors_daily")
        let summary = try await scene.rows("event_summary", ["workspace_id": "old"], columns: MetricPalModel.eventSummaryColumns)
        #expect(summary == [["old", "a", "1", "1", "1"]])
        let journey = try await scene.rows(
            "user_journey", ["workspace_id": "old", "visitor_id": "v"], columns: MetricPalModel.userJourneyColumns)
        #expect(journey.map { $0[5] } == ["364"])
    }

    /// With a token that fixes the workspace no call yields a row of another one.
    private func isolate(_ scene: MetricPalScene) async throws {
        let own = "workspace_a"
        let endpoints = ["page_views", "event_summary", "user_journey"]
        let scopes = endpoints.map {
            WebToken.Scope.readPipe($0, fixedParameters: ["workspace_id": own])
        }
        let token = try await scene.server.client().createToken(
            named: "customer", expiresAt: Int(Date().timeIntervalSince1970) + 600, scopes: scopes)
        let hostile = ["workspace_b", "", "' OR 1=1 --", "workspace_a' OR workspace_id != '", "%", "wörk'; --", "\\"]
        for endpoint in endpoints {
            for value in hostile {
                let query = ["workspace_id", "visitor_id"].map {
                    "\($0)=\(($0 == "workspace_id" ? value : "v1").addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
                }
                let answer = try await scene.server.get("/v0/pipes/\(endpoint).json?\(query.joined(separator: "&"))", token: token)
                #expect(answer.status == 200, "\(answer.body)")
                let rows = try answer.rows()
                #expect(!rows.isEmpty && rows.allSatisfy { $0["workspace_id"] as? String == own }, "\(endpoint) \(value)")
            }
        }
        #expect(try await scene.server.get("/v0/pipes/company_visitors.json?email_domain=acme.com", token: token).status == 403)
    }

    /// Each token opens what its lines say.
    private func refuse(_ scene: MetricPalScene) async throws {
        let call = "/v0/pipes/page_views.json?workspace_id=workspace_a"
        #expect(try await scene.server.get(call, token: scene.app).error == "token is missing the scope PIPES:READ:page_views")
        for dataSource in ["website_events", "user_identities"] {
            let answer = try await scene.server.post("/v0/events?name=\(dataSource)", token: scene.dashboard, body: "{}")
            #expect(answer.error == "token is missing the scope DATASOURCES:APPEND:\(dataSource)")
        }
        let rows = try await scene.server.get("/v0/sql?q=SELECT%20count()%20FROM%20website_events", token: scene.dashboard)
        #expect(rows.status == 403)
    }

    /// A request that is sent again under its key, as clients that got no answer do, is stored once.
    private func repeatRequest(_ scene: MetricPalScene) async throws {
        let line =
            #"{"timestamp":"\#(MetricPalModel.today) 00:00:00","workspace_id":"repeated","visitor_id":"v","session_id":"s","#
            + #""action_type":"enter-page","url":"u"}"#
        for (path, headers) in [("", ["Idempotency-Key": "k1"]), ("&idempotency_key=k1", [:]), ("&idempotency_key=k1", [:])] {
            let answer = try await scene.server.post(
                "/v0/events?name=website_events&wait=true\(path)", token: scene.app, body: line, headers: headers)
            #expect(answer.status == 200)
        }
        let rows = try await scene.rows("page_views", ["workspace_id": "repeated"], columns: MetricPalModel.pageViewColumns)
        #expect(rows == [[MetricPalModel.today, "repeated", "u", "1", "1", "1"]])
    }

    @Test func `the test files and the client's own tests pass, and the client reaches a server`() async throws {
        try await MetricPalScene.run { scene in
            let run = try await scene.server.command("test", "run", "--folder", MetricPalScene.folder.path)
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output.contains("5/5 passed"))

            let client = MetricPalScene.folder.appending(path: "client")
            let unit = try await Program.run(["node", "--test"], of: "/usr/bin/env", in: client)
            #expect(unit.status == 0, "\(unit.output)")
            #expect(unit.output.contains("fail 0"))

            let check = try await Program.run(
                ["node", "check/server.js"], of: "/usr/bin/env", in: client,
                environment: [
                    "TINYBIRD_API_URL": scene.server.url, "TINYBIRD_TOKEN": scene.app, "DASHBOARD_TOKEN": scene.dashboard,
                    "WORKSPACE_ID": "workspace_client",
                ])
            #expect(check.output == "the client works\n", "\(check.errors)")
        }
    }
}
