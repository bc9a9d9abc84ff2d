// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// The answers of the attribution workspace's endpoints for one location, computed from its events in the plainest way.
struct PlainAttribution {
    let events: [PlainEvent]
    let identities: PlainIdentities

    init(location: String, events: [PlainEvent], mappings: [PlainMapping]) {
        self.events = events.filter { $0.location == location && !$0.id.isEmpty }
        let said = events.compactMap(\.mapping) + mappings
        self.identities = PlainIdentities(said.filter { $0.location == location && !$0.anonymous.isEmpty && !$0.user.isEmpty })
    }

    typealias Rows = [[String: Any]]

    private func persons(_ events: [PlainEvent]) -> [(user: String, events: [PlainEvent])] {
        let groups = Dictionary(grouping: events) { self.identities.user(of: $0.id) }
        let order = groups.keys.sorted { left, right in
            let (one, other) = (groups[left]?.lastTime ?? "", groups[right]?.lastTime ?? "")
            return one != other ? one > other : String.isBefore(left, right)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }

    private func ids(of events: [PlainEvent]) -> [String] { Set(events.map(\.id)).sorted(by: String.isBefore) }

    private func touches(_ events: [PlainEvent]) -> [String: Any] {
        let (first, last) = (events.firstTouch, events.lastTouch)
        var row: [String: Any] = [
            "first_touch_channel": first.channel, "last_touch_channel": last.channel, "first_touch": first.json, "last_touch": last.json,
        ]
        for (position, name) in ["source", "medium", "campaign"].enumerated() {
            row["first_utm_\(name)"] = first.utm[position]
            row["last_utm_\(name)"] = last.utm[position]
        }
        row["first_seen"] = events.firstTime
        row["last_seen"] = events.lastTime
        row["event_count"] = events.distinctCount
        row["session_count"] = Set(events.map(\.session)).subtracting([""]).count
        return row
    }

    // MARK: Persons

    func userAttribution(days: ClosedRange<String>? = nil) -> Rows {
        self.persons(self.events.filter { days?.contains($0.day) ?? true }).map { user, events in
            self.touches(events).merging(self.identity(user, events)) { $1 }
        }
    }

    func userAttributionOptimized() -> Rows {
        self.persons(self.events).map { user, events in
            var row = self.touches(events).merging(self.identity(user, events)) { $1 }
            var newest: [String: (time: Int64, value: String)] = [:]
            for event in events {
                let touch = PlainTouch(event)
                for (name, value) in touch.clickIDs {
                    let time = name == "fbclid" ? touch.facebookTime : event.milliseconds
                    let known = newest[name]
                    if known.map({ $0.time < time || ($0.time == time && String.isBefore($0.value, value)) }) ?? true {
                        newest[name] = (time, value)
                    }
                }
            }
            let first = events.firstTouch
            for (name, _) in PlainTouch.clickIDs { row[name] = newest[name]?.value ?? first.clickIDs[name] ?? "" }
            row["fbclid_detected_at"] = newest["fbclid"]?.time ?? first.facebookTime
            return row
        }
    }

    func identifiedUsers() -> Rows {
        self.persons(self.events.filter { self.identities.isIdentified($0.id) }).map { user, events in
            var row = self.touches(events)
            row["user_id"] = user
            row["anonymous_ids"] = self.identities.anonymousIDs(of: user)
            return row
        }
    }

    private func identity(_ user: String, _ events: [PlainEvent]) -> [String: Any] {
        let ids = self.ids(of: events)
        return ["user_id": user, "is_identified": ids.contains(where: self.identities.isIdentified) ? 1 : 0, "distinct_ids": ids]
    }

    func userProfiles() -> Rows {
        self.persons(self.events).map { user, events in
            var row = self.touches(events).merging(self.identity(user, events)) { $1 }
            row["properties"] = self.properties(events)
            let device = events.device([
                "browser": "$browser", "os": "$os", "device_type": "$device_type", "language": "$browser_language",
                "country": "$geoip_country_code", "city": "$geoip_city_name",
            ])
            row.merge(device) { $1 }
            let ways = events.map { ($0.day, PlainTouch($0)) }.filter { $0.1.channel != "direct" }
            let history = Set(ways.map { [$0.0, $0.1.channel, $0.1.utm[0], $0.1.utm[2]] })
            row["attribution_history"] = history.sorted(by: String.isBefore).map {
                ["day": $0[0], "channel": $0[1], "utm_source": $0[2], "utm_campaign": $0[3]]
            }
            return row
        }
    }

    /// What was set last, and what was set once first where nothing else was.
    private func properties(_ events: [PlainEvent]) -> [String: String] {
        var result: [String: String] = [:]
        for (member, isNewest) in [("$set_once", false), ("$set", true)] {
            var chosen: [String: (at: String, value: String)] = [:]
            for event in events {
                for (name, value) in event.properties[member] as? [String: Any] ?? [:] {
                    let text = value as? String ?? (value as? Bool).map { "\($0)" } ?? "\(value)"
                    guard let known = chosen[name] else {
                        chosen[name] = (event.at, text)
                        continue
                    }
                    if isNewest ? known.at < event.at : known.at > event.at { chosen[name] = (event.at, text) }
                }
            }
            result.merge(chosen.mapValues(\.value)) { $1 }
        }
        return result
    }

    func profileEvents(of id: String) -> Rows {
        let user = self.identities.user(of: id)
        var seen: Set<String> = []
        let events = self.events.filter { self.identities.user(of: $0.id) == user }.sorted {
            $0.at != $1.at ? $0.at > $1.at : String.isBefore($0.uuid, $1.uuid)
        }
        return events.filter { seen.insert($0.uuid).inserted }.map {
            let touch = PlainTouch($0)
            return [
                "timestamp": $0.at, "uuid": $0.uuid, "event": $0.event, "distinct_id": $0.id, "session_id": $0.session, "url": touch.url,
                "referrer": touch.referrer, "channel": touch.channel, "utm_source": touch.utm[0], "utm_medium": touch.utm[1],
                "utm_campaign": touch.utm[2], "funnel_id": $0.text("funnel_id"), "funnel_name": $0.text("funnel_name"),
                "properties": AdversarialVisits.json($0.properties),
            ]
        }
    }
}
