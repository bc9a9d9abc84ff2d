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

    /// What can be said of a session when it is built from raw events.
    func userSessions(days: ClosedRange<String>? = nil) -> Rows {
        self.sessions.filter { days?.contains($0.day) ?? true }.map { session in
            let minutes = max(1, Double(session.seconds) / 60)
            let speed = (Double(session.events.distinctCount) / minutes).toHundredths
            return self.row(of: session).merging(["events_per_minute": speed]) { $1 }
        }
    }

    private func row(of session: Session) -> [String: Any] {
        let entry = session.events.firstTouch
        let pages = session.events.map { [$0.at, $0.text("$current_url")] }.filter { !$0[1].isEmpty }
        let exit = pages.max { $0[0] != $1[0] ? $0[0] < $1[0] : String.isBefore($0[1], $1[1]) }
        let funnels = Set(session.events.map { [$0.text("funnel_id"), $0.text("funnel_name")] }).filter { $0 != ["", ""] }
        let order = funnels.sorted { $0[0] != $1[0] ? String.isBefore($0[0], $1[0]) : String.isBefore($0[1], $1[1]) }
        let ids = Set(session.events.map(\.id)).sorted(by: String.isBefore)
        let device = session.events.device([
            "browser": "$browser", "os": "$os", "device_type": "$device_type", "country": "$geoip_country_code",
        ])
        let row: [String: Any] = [
            "session_id": session.id, "user_id": session.user, "is_identified": session.isIdentified ? 1 : 0,
            "distinct_ids": ids, "started_at": session.events.firstTime,
            "ended_at": session.events.lastTime, "duration_seconds": session.seconds, "event_count": session.events.distinctCount,
            "pageview_count": session.pageviews, "is_bounce": session.pageviews <= 1 ? 1 : 0, "entry_url": entry.url,
            "exit_url": exit?[1] ?? "", "channel": entry.channel, "referrer": entry.referrer, "utm_source": entry.utm[0],
            "utm_medium": entry.utm[1], "utm_campaign": entry.utm[2], "click_ids": entry.clickIDs,
            "funnels": order.map { ["id": $0[0], "name": $0[1]] },
        ]
        return row.merging(device) { $1 }
    }

    func sessionStats() -> Rows {
        let days = Dictionary(grouping: self.sessions, by: \.day)
        return days.keys.sorted().map { self.stats(of: $0, days[$0] ?? []) }
    }

    private func stats(of day: String, _ sessions: [Session]) -> [String: Any] {
        let identified = sessions.count { $0.isIdentified }
        let attributed = sessions.count { $0.events.firstTouch.channel != "direct" }
        let bounces = sessions.count { $0.pageviews <= 1 }
        let seconds: Int64 = sessions.map(\.seconds).reduce(0, +)
        let events: Int = sessions.map(\.events.distinctCount).reduce(0, +)
        let pageviews: Int = sessions.map(\.pageviews).reduce(0, +)
        return [
            "day": day, "sessions": sessions.count, "visitors": Set(sessions.map(\.user)).count,
            "identified_sessions": identified, "identification_rate": Double.percentage(identified, of: sessions.count),
            "attributed_sessions": attributed, "attribution_rate": Double.percentage(attributed, of: sessions.count), "events": events,
            "pageviews": pageviews, "average_duration_seconds": (Double(seconds) / Double(sessions.count)).toHundredths,
            "bounce_rate": Double.percentage(bounces, of: sessions.count),
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
        let visitors = Set(events.map(\.id))
        return [
            "day": day, "events": events.count, "pageviews": pageviews.count, "visitors": visitors.count, "sessions": sessions.count,
            "events_per_visitor": (Double(events.count) / Double(visitors.count)).toHundredths,
            "pageviews_per_session": (Double(pageviews.count) / Double(max(1, sessions.count))).toHundredths,
            "errors": errors.distinctCount,
        ]
    }

    func errorMonitoring() -> Rows {
        let errors = self.events.filter { $0.event == "$exception" }.map { PlainError($0) }
        let groups = Dictionary(grouping: errors, by: \.kind)
        let order = groups.keys.sorted { left, right in
            let (one, other) = (groups[left]?.map(\.event).distinctCount ?? 0, groups[right]?.map(\.event).distinctCount ?? 0)
            return one != other ? one > other : String.isBefore(left, right)
        }
        return order.map { self.row(of: groups[$0] ?? [], kind: $0) }
    }

    private func row(of errors: [PlainError], kind: [String]) -> [String: Any] {
        let events = errors.map(\.event)
        let messages = Set(errors.map { [$0.event.at, $0.message] }).sorted(by: String.isBefore)
        return [
            "component": kind[0], "error_type": kind[1], "level": kind[2], "errors": events.distinctCount,
            "error_rate": (Double(1_000 * events.distinctCount) / Double(self.events.count)).toHundredths,
            "visitors": Set(events.map(\.id)).count, "sessions": Set(events.map(\.session)).subtracting([""]).count,
            "first_seen": events.firstTime, "last_seen": events.lastTime, "messages": messages.suffix(3).reversed().map { $0[1] },
        ]
    }
}

/// What an event says of an error.
private struct PlainError {
    let event: PlainEvent
    /// Component, type and level.
    let kind: [String]
    let message: String

    init(_ event: PlainEvent) {
        self.event = event
        let first = (event.properties["$exception_list"] as? [[String: String]])?.first
        let level = event.text("$exception_level")
        self.kind = [event.text("component"), first?["type"] ?? event.text("$exception_type"), level.isEmpty ? "error" : level]
        self.message = first?["value"] ?? event.text("$exception_message")
    }
}
