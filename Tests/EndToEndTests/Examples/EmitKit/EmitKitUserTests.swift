// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Users, tags, cohorts and funnels of EmitKit: every endpoint answers what plain loops over the same events find.
@Suite struct EmitKitUserTests {
    @Test func `users are known by all their names, whenever these are said`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(try projectFiles(repository.appending(path: "Examples/emitkit")))
            let now = Date()
            let events = EmitKitEvent.adversarial(count: 800, seed: 5, now: now)
            let identities = EmitKitIdentity.adversarial
            // Half of the names are known before the events, half after them.
            try await client.append(identities.prefix(4).map(\.line).joined(separator: "\n"), to: "identities")
            for first in stride(from: 0, to: events.count, by: 150) {
                let lines = try events[first...].prefix(150).map { try $0.line() }
                #expect(try await client.append(lines.joined(separator: "\n"), to: "events").quarantinedRows == 0)
            }
            try await self.check(server, events, Array(identities.prefix(4)), now)
            try await client.append(identities.suffix(3).map(\.line).joined(separator: "\n"), to: "identities")
            try await self.check(server, events, identities, now)
            // A word that is said again changes nothing, nor does an older one that comes late.
            try await client.append(identities.prefix(2).map(\.line).joined(separator: "\n"), to: "identities")
            try await self.check(server, events, identities, now)
        }
    }

    @Test func `generated events are answered alike`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(try projectFiles(repository.appending(path: "Examples/emitkit")))
            let now = Date()
            let lines = try demoLines(of: "emitkit", rows: 3_000, until: Int64(now.timeIntervalSince1970 * 1_000))
            for (dataSource, lines) in lines { try await client.append(lines.joined(separator: "\n"), to: dataSource) }
            let events = try lines["events", default: []].map(EmitKitEvent.init(line:))
            let identities = try lines["identities", default: []].map(EmitKitIdentity.init(line:))
            #expect(events.count > 2_000 && identities.count > 100)
            try await self.check(server, events, identities, now, of: [("org_0", nil), ("org_1", "billing"), ("org_2", nil)])
        }
    }

    private func check(
        _ server: ServerFixture, _ events: [EmitKitEvent], _ identities: [EmitKitIdentity], _ now: Date,
        of organizations: [(name: String, channel: String?)] = [("org_1", nil), ("org_1", "ch_a"), ("org_2", nil), ("nobody", nil)]
    ) async throws {
        let token = try await server.token("emitkit_dashboard")
        func rows(_ call: String) async throws -> [[String: String]] {
            let answer = try await server.get("/v0/pipes/\(call)", token: token)
            #expect(answer.status == 200, "\(call): \(answer.body)")
            return try answer.plainRows()
        }
        for (organization, channel) in organizations {
            let expected = EmitKitAnswer(organization, channel: channel, events: events, identities: identities, now: now)
            let call = "organization_id=\(organization)" + (channel.map { "&channel_id=\($0)" } ?? "")
            #expect(try await rows("get_user_stats.json?\(call)&limit=10000") == expected.users)
            #expect(try await rows("get_tag_stats.json?\(call)") == expected.tags)
            #expect(try await rows("get_cohorts.json?\(call)") == expected.cohorts(weeks: 12))
            for (steps, hours, segment) in [
                ("signup,invited,invoice", Int64(168), nil), ("signup,invoice", 24 * 60, "plan"), ("signup,report,invoice", 720, "plan"),
                ("é", 1, nil),
            ] {
                let names = steps.split(separator: ",").map(String.init)
                let list = steps.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let query = "get_funnel.json?\(call)&steps=\(list)&hours=\(hours)" + (segment.map { "&segment=\($0)" } ?? "")
                #expect(try await rows(query) == expected.funnel(names, hours: hours, segment: segment), "\(query)")
            }
            for (user, name) in [("user_1", "user_1"), ("Zo%C3%AB", "Zoë"), ("50%25", "50%"), ("it%27s", "it's"), ("anon_1", "anon_1")] {
                let ids = try await rows("get_user_events.json?\(call)&user_id=\(user)&limit=1000").compactMap { $0["id"] }
                #expect(ids == expected.eventIDs(of: name))
            }
        }
    }
}
