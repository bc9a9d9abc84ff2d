// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// What an endpoint of the Barely workspace is asked, and what it must answer: computed from plain events, by loops.
struct BarelyAnswer {
    /// The columns that the rows of a dimension are told apart by.
    static let dimensions = [
        "assets": ["asset_id", "asset_key"], "browsers": ["browser"], "devices": ["device"], "os": ["os"], "languages": ["language"],
        "countries": ["country"], "regions": ["country", "region"], "cities": ["country", "region", "city"], "referrers": ["referrer"],
        "urls": ["href"], "utm_sources": ["utm_source"], "utm_mediums": ["utm_medium"], "utm_campaigns": ["utm_campaign"],
        "utm_terms": ["utm_term"], "utm_contents": ["utm_content"],
    ]
    /// The column that names what led to a session.
    static let attributions = [
        "metaads_campaigns": "meta_campaign_id", "metaads_adsets": "meta_adset_id", "metaads_ads": "meta_ad_id",
        "metaads_placements": "meta_placement", "email_broadcasts": "email_broadcast_id", "email_flows": "email_flow_id",
        "email_templates": "email_template_id",
    ]

    /// `cart` of `v2_cart_utm_sources`.
    let app: String
    /// `utm_sources` of `v2_cart_utm_sources`.
    let idea: String
    let call: BarelyCall
    let events: [BarelyEvent]

    /// - Parameter events: All that were sent, in any order.
    init(endpoint: String, call: BarelyCall, events: [BarelyEvent]) {
        let parts = endpoint.split(separator: "_", maxSplits: 2).map(String.init)
        (self.app, self.idea, self.call) = (parts[1], parts[2], call)
        var seen: Set<String> = []
        self.events = events.filter {
            let isOurs = $0.text("event_type") == parts[1] && $0.text("workspace_id") == call.workspace
            return isOurs && seen.insert("\($0.text("event_id")) \($0.time)").inserted
        }
    }

    /// The rows in order; nil if no such endpoint is known.
    var rows: [[String: String]]? {
        if let columns = Self.dimensions[self.idea] { return self.counted(self.chosen, by: columns) { event in columns.map(event.text) } }
        if let column = Self.attributions[self.idea] { return self.attributed(to: column) }
        switch self.idea {
        case "stats": return [self.statistics]
        case "timeseries": return self.steps
        default: return nil
        }
    }

    private var chosen: [BarelyEvent] {
        self.events.filter { event in
            self.call.period.contains(event.time) && (self.call.countsBots || !event.isBot)
                && self.call.filters.allSatisfy { event.text($0) == $1 }
        }
    }

    // MARK: Rows

    private func figures(_ events: [BarelyEvent]) -> [String: String] {
        func count(_ action: String) -> String { plain(Double(events.count { $0.text("action") == action })) }
        var row = [
            "visitors": plain(Double(Self.names("visitor_id", of: events).count)),
            "sessions": plain(Double(Self.names("session_id", of: events).count)), "events": plain(Double(events.count)),
        ]
        switch self.app {
        case "cart":
            (row["views"], row["adds_to_cart"], row["purchases"]) = (count("view"), count("add_to_cart"), count("purchase"))
            row["revenue"] = plain(events.filter { $0.text("action") == "purchase" }.map(\.value).reduce(0, +))
        case "fm": (row["plays"], row["pauses"], row["shares"]) = (count("play"), count("pause"), count("share"))
        case "link": (row["clicks"], row["redirects"]) = (count("click"), count("redirect"))
        default:
            row["views"] = count("view")
            row["interactions"] = plain(events.count { $0.text("action") != "view" })
        }
        return row
    }

    /// The events of each group, counted; most visitors first. Texts are equal byte by byte, not by what they look like.
    private func counted(_ events: [BarelyEvent], by columns: [String], _ key: (BarelyEvent) -> [String]) -> [[String: String]] {
        let groups = Dictionary(grouping: events) { key($0).map { Array($0.utf8) } }
        let rows = groups.map { key, members in
            let names = Dictionary(uniqueKeysWithValues: zip(columns, key.map { String(decoding: $0, as: UTF8.self) }))
            return (key, row: self.figures(members).merging(names) { $1 })
        }
        let sorted = rows.sorted { first, second in
            for column in ["visitors", "events"] where first.row[column] != second.row[column] {
                return Double(first.row[column] ?? "") ?? 0 > Double(second.row[column] ?? "") ?? 0
            }
            for (left, right) in zip(first.0, second.0) where left != right { return left.lexicographicallyPrecedes(right) }
            return false
        }
        return sorted.prefix(self.call.limit).map(\.row)
    }

    /// The events of the sessions that something led to, by what did so first.
    private func attributed(to column: String) -> [[String: String]] {
        let day: Int64 = 86_400_000
        let period = self.call.period.lowerBound - day..<self.call.period.upperBound
        var first: [String: BarelyEvent] = [:]
        for touch in self.events where period.contains(touch.time) && touch.text(column) != "" && touch.text("session_id") != "" {
            let other = first[touch.text("session_id")] ?? touch
            let isFirst = (touch.time, touch.text("event_id")) <= (other.time, other.text("event_id"))
            first[touch.text("session_id")] = isFirst ? touch : other
        }
        return self.counted(self.chosen.filter { first[$0.text("session_id")] != nil }, by: [column]) { event in
            [first[event.text("session_id")]?.text(column) ?? ""]
        }
    }

    private var statistics: [String: String] {
        let events = self.chosen
        let sessions = Dictionary(grouping: events.filter { $0.text("session_id") != "" }) { $0.text("session_id") }.values.map { members in
            members.sorted { ($0.time, $0.text("event_id")) < ($1.time, $1.text("event_id")) }
        }
        let visits = Dictionary(grouping: sessions) { $0[0].text("visitor_id") }.filter { $0.key != "" }
        let lengths = sessions.map { Double($0[$0.count - 1].time - $0[0].time) }
        var row = self.figures(events)
        row["assets"] = plain(Self.names("asset_id", of: events).count)
        row["returning_visitors"] = plain(visits.values.count { $0.count > 1 })
        row["bounces"] = plain(sessions.count { $0.count == 1 })
        let mean = lengths.isEmpty ? 0 : lengths.reduce(0, +) / Double(lengths.count)
        row["seconds_per_session"] = plain(mean.rounded(.toNearestOrEven) / 1_000)
        return row
    }

    private var steps: [[String: String]] {
        let events = self.chosen
        return self.call.steps.map { step in
            let first = Int64(step.start.timeIntervalSince1970) * 1_000
            let last = Int64(step.end.timeIntervalSince1970) * 1_000
            var row = self.figures(events.filter { (first..<last).contains($0.time) })
            row["time"] = plain(step.start, in: self.call.timeZone)
            row["time_utc"] = plain(step.start)
            return row
        }
    }

    /// The texts of a column, byte by byte, without the empty one.
    private static func names(_ column: String, of events: [BarelyEvent]) -> Set<[UInt8]> {
        Set(events.map { Array($0.text(column).utf8) }).subtracting([[]])
    }
}
