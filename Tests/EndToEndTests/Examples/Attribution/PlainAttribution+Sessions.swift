// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

extension PlainAttribution {
    private struct Session {
        let id: String
        let events: [PlainEvent]
        let user: String
        let isIdentified: Bool

        var pageviews: Int { self.events.filter { $0.event == "$pageview" }.distinctCount }
        var seconds: Int64 {
            PlainEvent.milliseconds(self.events.lastTime) / 1_000 - PlainEvent.milliseconds(self.events.firstTime) / 1_000
        }
        var day: String { String(self.events.firstTime.prefix(10)) }
    }

    /// The newest first.
    private var sessions: [Session] {
        let groups = Dictionary(grouping: self.events.filter { !$0.session.isEmpty }, by: \.session)
        return groups.map { id, events in
            let ids = Set(events.map(\.id))
            let identified = ids.filter(self.identities.isIdentified)
            let users = (identified.isEmpty ? ids : identified).map { self.identities.user(of: $0) }
            return Session(id: id, events: events, user: users.min(by: String.isBefore) ?? "", isIdentified: !identified.isEmpty)
        }.sorted {
            let (left, right) = ($0.events.firstTime, $1.events.firstTime)
            return left != right ? left > right : String.isBefore($0.id, $1.id)
        }
    }

    func sessionRows(days: ClosedRange<String>? = nil) -> Rows {
        self.sessions.filter { days?.contains($0.day) ?? true }.map { self.row(of: $0) }
    }

    private func row(of session: Session) -> [String: Any] {
        let entry = session.events.firstTouch
        let pages = session.events.map { [$0.at, $0.text("$current_url")] }.filter { !$0[1].isEmpty }
        let exit = pages.max { $0[0] != $1[0] ? $0[0] < $1[0] : String.isBefore($0[1], $1[1]) }
        let funnels = Set(session.events.map { [$0.text("funnel_id"), $0.text("funnel_name")] }).filter { $0 != ["", ""] }
        let order = funnels.sorted { $0[0] != $1[0] ? String.isBefore($0[0], $1[0]) : String.isBefore($0[1], $1[1]) }
        let ids = Set(session.events.map(\.id)).sorted(by: String.isBefore)
        return [
            "session_id": session.id, "user_id": session.user, "is_identified": session.isIdentified ? 1 : 0,
            "distinct_ids": ids, "started_at": session.events.firstTime,
            "ended_at": session.events.lastTime, "duration_seconds": session.seconds, "event_count": session.events.distinctCount,
            "pageview_count": session.pageviews, "is_bounce": session.pageviews <= 1 ? 1 : 0, "entry_url": entry.url,
            "exit_url": exit?[1] ?? "", "channel": entry.channel, "referrer": entry.referrer, "utm_source": entry.utm[0],
            "utm_medium": entry.utm[1], "utm_campaign": entry.utm[2], "click_ids": entry.clickIDs,
            "funnels": order.map { ["id": $0[0], "name": $0[1]] },
        ]
    }

    func sessionStats() -> Rows {
        let days = Dictionary(grouping: self.sessions, by: \.day)
        return days.keys.sorted().map { self.stats(of: $0, days[$0] ?? []) }
    }

    private func stats(of day: String, _ sessions: [Session]) -> [String: Any] {
        let attributed = sessions.filter { $0.events.firstTouch.channel != "direct" }
        let events: Int = sessions.map(\.events.distinctCount).reduce(0, +)
        let pageviews: Int = sessions.map(\.pageviews).reduce(0, +)
        return [
            "day": day, "sessions": sessions.count, "visitors": Set(sessions.map(\.user)).count,
            "identified_sessions": sessions.filter(\.isIdentified).count, "attributed_sessions": attributed.count, "events": events,
            "pageviews": pageviews,
        ]
    }

    /// Every delivery counts, also that of an event which had come before.
    func locationMetrics() -> Rows {
        let days = Dictionary(grouping: self.events, by: \.day)
        return days.keys.sorted().map { self.metrics(of: $0, days[$0] ?? []) }
    }

    private func metrics(of day: String, _ events: [PlainEvent]) -> [String: Any] {
        let pageviews = events.filter { $0.event == "$pageview" }
        let errors = events.filter { $0.event == "$exception" }
        let sessions = Set(events.map(\.session)).subtracting([""])
        return [
            "day": day, "events": events.count, "pageviews": pageviews.count, "visitors": Set(events.map(\.id)).count,
            "sessions": sessions.count, "errors": errors.distinctCount,
        ]
    }

    func errorMonitoring() -> Rows {
        let errors = self.events.filter { $0.event == "$exception" }
        let groups = Dictionary(grouping: errors) { "\($0.text("component"))\u{0}\($0.text("$exception_type"))" }
        let order = groups.keys.sorted { left, right in
            let (one, other) = (groups[left]?.distinctCount ?? 0, groups[right]?.distinctCount ?? 0)
            return one != other ? one > other : String.isBefore(left, right)
        }
        return order.map { self.errorRow(groups[$0] ?? []) }
    }

    private func errorRow(_ events: [PlainEvent]) -> [String: Any] {
        [
            "component": events.first?.text("component") ?? "", "error_type": events.first?.text("$exception_type") ?? "",
            "errors": events.distinctCount, "visitors": Set(events.map(\.id)).count, "first_seen": events.firstTime,
            "last_seen": events.lastTime,
        ]
    }
}
