// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// What the user endpoints of the EmitKit workspace must answer for an organization: computed from plain events, by loops.
struct EmitKitAnswer {
    /// The visible events of people and of nobody, oldest first, each with the one name of its user; nobody is the empty one.
    private let events: [(user: String, event: EmitKitEvent)]

    /// - Parameters:
    ///   - channel: Nil for all of them.
    ///   - identities: All that was said, in any order.
    init(_ organization: String, channel: String? = nil, events: [EmitKitEvent], identities: [EmitKitIdentity], now: Date) {
        let today = Int64(now.timeIntervalSince1970) / 86_400
        var users: [String: String] = [:]
        for identity in identities.filter({ $0.organization == organization }).sorted(by: { $0.time < $1.time }) {
            users[identity.alias] = identity.user
        }
        self.events = events.filter { event in
            let shownDays = event.tier == "premium" ? 365 : Int64(90)
            return event.organization == organization && channel ?? event.channel == event.channel
                && (event.tier == "unlimited" || event.day >= today - shownDays)
        }
        .sorted { $0.time < $1.time }.map { event in
            let name = event.user ?? ""
            return (users[name] ?? name, event)
        }
    }

    private var peoplesEvents: [String: [EmitKitEvent]] {
        Dictionary(grouping: self.events.filter { $0.user != "" }, by: \.user).mapValues { $0.map(\.event) }
    }

    /// `get_user_events`: the names of the events.
    func eventIDs(of user: String) -> [String] { self.peoplesEvents[user, default: []].reversed().map(\.id) }

    /// `get_user_stats`
    var users: [[String: String]] {
        let people = self.peoplesEvents.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return people.map { user, events in
            [
                "user_id": user, "events": plain(events.count), "days": plain(Set(events.map(\.day)).count),
                "first_seen": EmitKitEvent.text(events[0].time), "last_seen": EmitKitEvent.text(events[events.count - 1].time),
            ]
        }
    }

    /// `get_tag_stats`
    var tags: [[String: String]] {
        let uses = self.events.flatMap { user, event in Set(event.tags).map { (tag: $0, user: user, day: event.day) } }
        let tags = Dictionary(grouping: uses, by: \.tag).sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return tags.map { tag, uses in
            let lastDay = EmitKitEvent.text((uses.map(\.day).max() ?? 0) * 86_400_000).prefix(10)
            let people = Set(uses.map(\.user)).subtracting([""])
            return ["tag": tag, "events": plain(uses.count), "unique_users": plain(people.count), "last_day": String(lastDay)]
        }
    }

    /// `get_cohorts`
    func cohorts(weeks: Int64) -> [[String: String]] {
        // Day 0 was a Thursday.
        let people = self.peoplesEvents.values.map { events in Set(events.map { ($0.day + 3) / 7 }) }
        let cohorts = Dictionary(grouping: people) { $0.min() ?? 0 }.sorted { $0.key < $1.key }
        return cohorts.flatMap { cohort, people in
            (0...weeks).compactMap { week -> [String: String]? in
                let present = people.count { $0.contains(cohort + week) }
                guard present > 0 else { return nil }
                return [
                    "cohort": String(EmitKitEvent.text((cohort * 7 - 3) * 86_400_000).prefix(10)), "week": plain(week),
                    "users": plain(present), "cohort_users": plain(people.count), "share": Self.share(present, of: people.count),
                ]
            }
        }
    }

    /// `get_funnel`
    func funnel(_ steps: [String], hours: Int64, segment: String?) -> [[String: String]] {
        let ways = self.peoplesEvents.values.compactMap { events -> (segment: String, reached: Int)? in
            guard let first = events.first(where: { $0.tags.contains(steps[0]) }) else { return nil }
            return (segment.map { Self.member($0, of: first.metadata) } ?? "", Self.reached(steps, by: events, within: hours * 3_600_000))
        }
        return Dictionary(grouping: ways, by: \.segment).sorted { $0.key < $1.key }.flatMap { segment, ways in
            steps.enumerated().map { index, tag in
                let users = ways.count { $0.reached > index }
                return [
                    "segment": segment, "step": plain(index + 1), "tag": tag, "users": plain(users),
                    "share": Self.share(users, of: ways.count),
                ]
            }
        }
    }

    /// How many steps lie in order behind some first step, within its time.
    private static func reached(_ steps: [String], by events: [EmitKitEvent], within window: Int64) -> Int {
        var most = 0
        for (index, first) in events.enumerated() where first.tags.contains(steps[0]) {
            var next = 0
            for event in events[index...] where event.time <= first.time + window {
                // One event may be several steps.
                while next < steps.count, event.tags.contains(steps[next]) { next += 1 }
            }
            most = max(most, next)
        }
        return most
    }

    /// The text or number under a key of an object; empty for anything else.
    private static func member(_ key: String, of json: String) -> String {
        let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        return object?[key] as? String ?? (object?[key] as? NSNumber)?.stringValue ?? ""
    }

    private static func share(_ part: Int, of whole: Int) -> String {
        plain((Double(part) / Double(whole) * 10_000).rounded(.toNearestOrEven) / 10_000)
    }
}
