// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The EmitKit system: product events with retention tiers.
@Suite struct EmitKitTests {
    private static let project = repository.appending(path: "Examples/emitkit")

    private func withEmitKit(_ body: (ServerFixture) async throws -> Void) async throws {
        try await withServer(arguments: ["--project", Self.project.path]) { server in
            try await eventually("the project is deployed") { server.program.outputText.contains("is deployed") }
            try await body(server)
        }
    }

    /// An event that is `days` old.
    private func event(_ id: String, tier: String, days: Int, user: String = "u1", channel: String = "ch", tags: [String] = []) -> String {
        let created = Date(timeIntervalSinceNow: -Double(days) * 86_400).formatted(.iso8601)
        let list = tags.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"id":"\#(id)","organization_id":"org","site_id":"s","channel_id":"\#(channel)","retention_tier":"\#(tier)","#
            + #""title":"t","tags":[\#(list)],"user_id":"\#(user)","created_at":"\#(created)"}"# + "\n"
    }

    private func ids(_ server: ServerFixture, _ path: String, token: String) async throws -> [String] {
        let answer = try await server.get(path, token: token)
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.rows().compactMap { $0["id"] as? String }
    }

    @Test func `on day 150 the basic event is gone and the premium one of day 61 is seen`() async throws {
        try await self.withEmitKit { server in
            let app = try await server.token("emitkit_app")
            let dashboard = try await server.token("emitkit_dashboard")
            let events = self.event("a", tier: "basic", days: 150) + self.event("b", tier: "premium", days: 89)
            let receipt = try await server.post("/v0/events?name=events&wait=true", token: app, body: events)
            #expect(receipt.status == 200)
            #expect(
                receipt.body == #"{"successful_rows":2,"quarantined_rows":0}"#
                    || receipt.body == #"{"quarantined_rows":0,"successful_rows":2}"#)
            let query = "organization_id=org&channel_id=ch"
            #expect(try await self.ids(server, "/v0/pipes/stream_events.json?\(query)", token: dashboard) == ["b"])
            #expect(try await self.ids(server, "/v0/pipes/get_events_paginated.json?\(query)&limit=10&offset=0", token: dashboard) == ["b"])
            let statistics = try await server.get("/v0/pipes/get_events_stats.json?organization_id=org", token: dashboard).rows()
            #expect(statistics.first?["events"] as? Int == 1)
        }
    }

    @Test func `retention follows the tier that the event was created with`() async throws {
        try await self.withEmitKit { server in
            let admin = try await server.adminToken()
            let events = [("basic", [1, 80, 100]), ("premium", [1, 300, 380]), ("unlimited", [1, 390])].flatMap { tier, ages in
                ages.map { self.event("\(tier)-\($0)", tier: tier, days: $0) }
            }
            _ = try await server.post("/v0/events?name=events&wait=true", token: admin, body: events.joined())
            let visible = try await self.ids(
                server, "/v0/pipes/get_events_paginated.json?organization_id=org&channel_id=ch&limit=100&offset=0", token: admin)
            #expect(Set(visible) == ["basic-1", "basic-80", "premium-1", "premium-300", "unlimited-1", "unlimited-390"])
        }
    }

    @Test func `tiers hold while expired rows are still stored, and after they are gone`() async throws {
        try await self.withEmitKit { server in
            let dashboard = try await server.token("emitkit_dashboard")
            try await server.holdExpiredRows(of: "events", "events_hourly")
            let events = [("basic", [89, 91, 410]), ("premium", [364, 366, 410]), ("unlimited", [399, 410])].flatMap { tier, ages in
                ages.map { self.event("\(tier)-\($0)", tier: tier, days: $0, user: "\(tier)-\($0)") }
            }
            try await server.client().append(events.joined(), to: "events")
            let query = "organization_id=org&channel_id=ch"
            for isStored in [true, false] {
                if !isStored { try await server.expire("events", "events_hourly", "events_daily") }
                #expect(try await server.engine("SELECT count() FROM \(server.table(of: "events"))") == (isStored ? "8" : "5"))
                // The unlimited tier ends with what is stored.
                let visible = ["basic-89", "premium-364", "unlimited-399"] + (isStored ? ["unlimited-410"] : [])
                let page = "/v0/pipes/get_events_paginated.json?\(query)&limit=100&offset=0"
                #expect(try await self.ids(server, page, token: dashboard) == visible)
                #expect(try await Set(self.ids(server, "/v0/pipes/stream_events.json?\(query)", token: dashboard)) == Set(visible))
                // Its statistics go on: the daily counts have no end.
                let statistics = try await server.get("/v0/pipes/get_events_stats.json?\(query)", token: dashboard).rows().first
                #expect(statistics?["events"] as? Int == 4)
                #expect(statistics?["unique_users"] as? Int == 4)
            }
            let hours = try await server.engine("SELECT countMerge(events) FROM \(server.table(of: "events_hourly"))")
            #expect(hours == "5")
        }
    }

    @Test func `materialized views count what arrives, over many small requests`() async throws {
        try await self.withEmitKit { server in
            let admin = try await server.adminToken()
            for number in 0..<20 {
                let line = self.event("e\(number)", tier: "basic", days: number % 2, user: "u\(number % 3)", tags: ["signup"])
                _ = try await server.post("/v0/events?name=events&wait=true", token: admin, body: line)
            }
            let row = try await server.get("/v0/pipes/get_events_stats.json?organization_id=org&channel_id=ch", token: admin).rows().first
            #expect(row?["events"] as? Int == 20)
            #expect(row?["unique_users"] as? Int == 3)
            #expect((row?["tags"] as? [String: Int])?["signup"] == 20)
            let hourly = try await server.get("/v0/sql?q=SELECT%20countMerge(events)%20AS%20n%20FROM%20events_hourly", token: admin).rows()
                .first
            #expect(hourly?["n"] as? Int == 20)
        }
    }

    @Test func `tokens of the datafiles open what their lines say and nothing else`() async throws {
        try await self.withEmitKit { server in
            let app = try await server.token("emitkit_app")
            let dashboard = try await server.token("emitkit_dashboard")
            let call = "/v0/pipes/get_events_stats.json?organization_id=org"
            #expect(try await server.get(call, token: dashboard).status == 200)
            #expect(try await server.get(call, token: app).error == "token is missing the scope PIPES:READ:get_events_stats")
            let append = try await server.post("/v0/events?name=events", token: dashboard, body: "{}")
            #expect(append.status == 403)
            #expect(append.error == "token is missing the scope DATASOURCES:APPEND:events")
            #expect(try await server.get("/v0/sql?q=SELECT%20count()%20FROM%20events", token: dashboard).status == 403)
            #expect(try await server.get("/v0/tokens", token: dashboard).status == 403)
        }
    }

    @Test func `polling with since yields what is newer`() async throws {
        try await self.withEmitKit { server in
            let admin = try await server.adminToken()
            _ = try await server.post("/v0/events?name=events&wait=true", token: admin, body: self.event("old", tier: "basic", days: 2))
            let first = try await server.get("/v0/pipes/stream_events.json?organization_id=org&channel_id=ch", token: admin).rows()
            let seen = first.last?["created_at"] as? String ?? ""
            _ = try await server.post("/v0/events?name=events&wait=true", token: admin, body: self.event("new", tier: "basic", days: 1))
            let since = seen.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            #expect(
                try await self.ids(server, "/v0/pipes/stream_events.json?organization_id=org&channel_id=ch&since=\(since)", token: admin)
                    == ["new"])
        }
    }

    @Test func `events of a channel are pushed instead of polled`() async throws {
        try await self.withEmitKit { server in
            let dashboard = try await server.token("emitkit_dashboard")
            let path = "/v0/pipes/stream_events.sse?organization_id=org&channel_id="
            let stream = try await EventStream(server, path + "ch", token: dashboard)
            let quiet = try await EventStream(server, path + "other", token: dashboard)
            _ = try await (stream.events(1), quiet.events(1))
            for id in ["a", "b"] { try await server.client().append(self.event(id, tier: "basic", days: 1), to: "events") }
            try await eventually("both are pushed") {
                (stream.events.last?.rows ?? []).compactMap { $0["id"] as? String }.sorted() == ["a", "b"]
            }
            #expect(quiet.events.map(\.rows.count) == [0])
        }
    }
}
