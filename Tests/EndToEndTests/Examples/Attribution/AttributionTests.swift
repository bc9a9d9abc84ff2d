// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The attribution workspace: its endpoints against the plain computations beside this file.
@Suite struct AttributionTests {
    private static let project = repository.appending(path: "Examples/attribution")

    @Test func `every endpoint says what a plain computation says of the same events, in whichever order they arrive`() async throws {
        try await withServer(arguments: ["--project", Self.project.path]) { server in
            try await eventually("the project is deployed") { server.program.outputText.contains("is deployed") }
            let visits = AdversarialVisits(seed: 1)
            let ids = ["device-0-0", "device-5-0", "user-6", "device-8-0", "user-10", "zoë\u{1F426}@mail.example"]
            try await self.compare(visits.rows, visits.mappings, AdversarialVisits.locations.map { ($0, ids) }, on: server)
            let demo = DemoVisits(rows: 3_000)
            try await self.compare(demo.rows, demo.mappings, ["shop_0"].map { ($0, demo.someIDs(of: $0)) }, on: server)
        }
    }

    @Test func `what thousands share is answered in part, and soon`() async throws {
        try await withServer(arguments: ["--project", Self.project.path]) { server in
            try await eventually("the project is deployed") { server.program.outputText.contains("is deployed") }
            let (ids, at) = ((0..<3_000).map { "\($0 % 2 == 0 ? "anon" : "visitor")-\($0)" }, "2025-03-01 10:00:00.000")
            try await self.append(ids.map { PlainMapping(location: "crowd", anonymous: $0, user: "null", at: at) }, to: server)
            let events = ids.map { id in
                AdversarialVisits.json([
                    "uuid": id, "event": "$pageview", "timestamp": at, "distinct_id": id,
                    "properties": ["location_id": "crowd", "$session_id": "constant"],
                ])
            }
            try await server.client().append(events.joined(separator: "\n"), to: "events")

            let calls = AttributionCalls(server: server, token: try await server.token("attribution_dashboard"), location: "crowd")
            for id in ["null", "anon-8", "visitor-7"] {
                let person = try #require(try await calls.rows("user_attribution_optimized", ["distinct_id": id]).first)
                let found = person["distinct_ids"] as? [String] ?? []
                #expect(person["user_id"] as? String == "null")
                #expect((900...1_001).contains(found.count) && (id == "null" || found.contains(id)), "\(found.count)")
            }
            let users = try await calls.rows("identified_users_attribution", [:])
            #expect(users.map { $0["event_count"] as? Int } == [3_000])
            let session = try #require(try await calls.rows("sessions_analytics", [:]).first)
            #expect(session["event_count"] as? Int == 3_000 && (session["distinct_ids"] as? [String])?.count == 100)
        }
    }

    /// Stores events and mappings, and compares what the endpoints say of some locations; of each also of the persons of some ids.
    private func compare(
        _ rows: [String], _ mappings: [PlainMapping], _ locations: [(name: String, ids: [String])], on server: ServerFixture
    ) async throws {
        // Mappings come before, between and after the events they concern.
        let half = mappings.count / 2
        try await self.append(mappings.prefix(half), to: server)
        for start in stride(from: 0, to: rows.count, by: 811) {
            let piece = rows[start..<min(start + 811, rows.count)].joined(separator: "\n")
            #expect(try await server.client().append(piece, to: "events").quarantinedRows == 0)
        }
        try await self.append(mappings.dropFirst(half), to: server)
        let events = rows.compactMap { PlainEvent(row: $0) }
        #expect(events.count == rows.count)
        let token = try await server.token("attribution_dashboard")
        for location in locations {
            let plain = PlainAttribution(location: location.name, events: events, mappings: mappings)
            let calls = AttributionCalls(server: server, token: token, location: location.name)
            try await self.comparePersons(plain, calls)
            try await self.comparePersons(of: location.ids, plain, calls)
            try await self.compareDays(plain, calls)
        }
    }

    private func append(_ mappings: some Collection<PlainMapping>, to server: ServerFixture) async throws {
        guard !mappings.isEmpty else { return }
        let rows = mappings.map {
            AdversarialVisits.json(["location_id": $0.location, "anonymous_id": $0.anonymous, "user_id": $0.user, "timestamp": $0.at])
        }
        try await server.client().append(rows.joined(separator: "\n"), to: "identity_mappings")
    }

    private func comparePersons(_ plain: PlainAttribution, _ calls: AttributionCalls) async throws {
        let all = ["limit": "1000"]
        try await calls.expect("user_attribution_optimized", all, plain.userAttributionOptimized())
        try await calls.expect("user_attribution", all, plain.userAttribution())
        try await calls.expect("user_profiles_api", all, plain.userProfiles())
        let days = ["date_from": "2025-03-02", "date_to": "2025-03-03"]
        try await calls.expect("user_attribution", all.merging(days) { $1 }, plain.userAttribution(days: "2025-03-02"..."2025-03-03"))
        let users = plain.identifiedUsers()
        try await calls.expect("identified_users_attribution", all, users)
        try await calls.expect("identified_users_attribution", ["limit": "3", "offset": "2"], Array(users.dropFirst(2).prefix(3)))
        for order in ["first_seen", "last_seen", "session_count", "event_count"] {
            let parameters = ["order_by": order, "limit": "5", "offset": "1"]
            try await calls.expect("identified_users_attribution", parameters, Array(Self.ordered(users, by: order).dropFirst().prefix(5)))
        }
        let filters: [(parameters: [String: String], keeps: (([String: Any]) -> Bool))] = [
            (["first_touch_channel_filter": "utm"], { $0["first_touch_channel"] as? String == "utm" }),
            (["last_touch_channel_filter": "facebook_ads"], { $0["last_touch_channel"] as? String == "facebook_ads" }),
            (["first_utm_source": "brev"], { $0["first_utm_source"] as? String == "brev" }),
            (["first_utm_campaign": "året 😀"], { $0["first_utm_campaign"] as? String == "året 😀" }),
            (["min_session_count": "3"], { ($0["session_count"] as? Int ?? 0) >= 3 }),
            (["first_seen_after": "2025-03-02 00:00:00"], { ($0["first_seen"] as? String ?? "") >= "2025-03-02 00:00:00.000" }),
            (["first_seen_before": "2025-03-02 00:00:00"], { ($0["first_seen"] as? String ?? "") < "2025-03-02 00:00:00.000" }),
        ]
        for filter in filters {
            try await calls.expect("identified_users_attribution", filter.parameters, users.filter(filter.keeps))
        }
    }

    /// Rows with the greatest value of a column first, then by their users' names.
    private static func ordered(_ rows: [[String: Any]], by column: String) -> [[String: Any]] {
        rows.sorted { left, right in
            // Counts have few digits.
            let values = [left, right].map { row in (row[column] as? Int).map { String(format: "%09d", $0) } ?? row[column] as? String ?? ""
            }
            guard values[0] == values[1] else { return values[0] > values[1] }
            return String.isBefore(left["user_id"] as? String ?? "", right["user_id"] as? String ?? "")
        }
    }

    /// Asked by any of their ids, a person is the one among all persons.
    private func comparePersons(of ids: [String], _ plain: PlainAttribution, _ calls: AttributionCalls) async throws {
        let (persons, profiles) = (plain.userAttributionOptimized(), plain.userProfiles())
        let (sessions, userSessions) = (plain.sessionRows(), plain.userSessions())
        for id in ids {
            let user = plain.identities.user(of: id)
            let parameters = ["distinct_id": id]
            let isMeant: ([String: Any]) -> Bool = { $0["user_id"] as? String == user }
            try await calls.expect("user_attribution_optimized", parameters, persons.filter(isMeant))
            try await calls.expect("user_profiles_api", parameters, profiles.filter(isMeant))
            try await calls.expect("user_profile_events", parameters.merging(["limit": "1000"]) { $1 }, plain.profileEvents(of: id))
            let isVisit: ([String: Any]) -> Bool = { row in
                (row["distinct_ids"] as? [String] ?? []).contains { plain.identities.user(of: $0) == user }
            }
            try await calls.expect("sessions_analytics", parameters, sessions.filter(isVisit))
            try await calls.expect("user_sessions", parameters, userSessions.filter(isVisit))
        }
    }

    private func compareDays(_ plain: PlainAttribution, _ calls: AttributionCalls) async throws {
        let all = ["limit": "1000"]
        try await calls.expect("sessions_analytics", all, plain.sessionRows())
        try await calls.expect("user_sessions", all, plain.userSessions())
        let days = all.merging(["date_from": "2025-03-02", "date_to": "2025-03-02"]) { $1 }
        try await calls.expect("sessions_analytics", days, plain.sessionRows(days: "2025-03-02"..."2025-03-02"))
        try await calls.expect("user_sessions", days, plain.userSessions(days: "2025-03-02"..."2025-03-02"))
        let funnel = plain.sessionRows().filter { ($0["funnels"] as? [[String: String]] ?? []).contains { $0["id"] == "f0" } }
        try await calls.expect("sessions_analytics", all.merging(["funnel_id": "f0", "funnel_name": "Kasse"]) { $1 }, funnel)
        try await calls.expect("session_stats", [:], plain.sessionStats())
        try await calls.expect("location_metrics", [:], plain.locationMetrics())
        try await calls.expect("error_monitoring", [:], plain.errorMonitoring())
    }
}
