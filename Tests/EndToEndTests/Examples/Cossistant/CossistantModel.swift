// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// The endpoints of Cossistant once more, in plain loops over all events, from what its README says.
struct CossistantModel {
    var visitorEvents: [VisitorEvent] = []
    var conversationEvents: [ConversationEvent] = []
    var voices: [Voice] = []
    /// Seconds since 1970.
    var now: Int

    /// A call of an endpoint; a period's parameters are seconds since 1970.
    struct Call: Hashable {
        var website: String
        var plan: String?
        var from: Int?
        var to: Int?
        var previousFrom: Int?
        var previousTo: Int?
        var minutes: Int?
    }

    typealias Row = [String: Any]

    private static let day = 86_400

    // MARK: What a plan shows

    private func visible(_ call: Call) -> [VisitorEvent] {
        let days = call.plan == "paid" ? 30 : 21
        return self.visitorEvents.filter { event in
            event.website == call.website && event.timestamp <= self.now && event.timestamp >= self.now - days * Self.day
        }
    }

    private func oldest(_ call: Call) -> Int { call.plan == "paid" ? 0 : self.now - 21 * Self.day }

    private func conversations(_ call: Call) -> Set<ConversationEvent> {
        Set(
            self.conversationEvents.filter { event in
                event.website == call.website && event.timestamp <= self.now && event.timestamp >= self.oldest(call)
            })
    }

    /// A part of time, which may end before it begins; then nothing is in it.
    private struct Period {
        let name: String
        let from: Int
        let to: Int

        func contains(_ time: Int) -> Bool { self.from <= time && time < self.to }
    }

    private func periods(_ call: Call) -> [Period] {
        let to = call.to ?? self.now + 1
        let from = call.from ?? to - 7 * Self.day
        let previousTo = call.previousTo ?? from
        let previousFrom = call.previousFrom ?? max(0, previousTo - (to - from))
        return [Period(name: "current", from: from, to: to), Period(name: "previous", from: previousFrom, to: previousTo)]
    }

    private func row(_ period: Period, _ columns: Row) -> Row {
        columns.merging([
            "period": period.name, "date_from": period.from.dateTime, "date_to": period.to.dateTime,
        ]) { $1 }
    }

    // MARK: Endpoints

    func inboxAnalytics(_ call: Call) -> [Row] {
        self.periods(call).map { period in
            let events = self.conversations(call).filter { period.contains($0.timestamp) }
            let count = { (type: String) in events.count { $0.type == type } }
            let median = { (type: String) in Self.median(events.filter { $0.type == type }.map(\.duration)) }
            let resolved = count("conversation_resolved")
            return self.row(
                period,
                [
                    "conversations_started": count("conversation_started"), "conversations_resolved": resolved,
                    "ai_resolved": count("ai_resolved"), "escalated": count("escalated"), "feedback_submitted": count("feedback_submitted"),
                    "median_response_seconds": median("first_response") ?? NSNull(),
                    "median_resolution_seconds": median("conversation_resolved") ?? NSNull(),
                    "ai_share": resolved == 0 ? NSNull() : min(1, Double(count("ai_resolved")) / Double(resolved)),
                ])
        }
    }

    func satisfactionIndex(_ call: Call) -> [Row] {
        zip(self.periods(call), self.inboxAnalytics(call)).map { period, inbox in
            let heard = self.voices.filter { voice in
                !voice.isDeleted && voice.website == call.website && period.contains(voice.time) && voice.time <= self.now
                    && voice.time >= self.oldest(call)
            }
            let ratings = heard.compactMap(\.rating).filter { 1...5 ~= $0 }.map { Double($0 - 1) * 25 }
            let moods = heard.compactMap(\.sentiment).compactMap { ["positive": 100, "neutral": 50, "negative": 0][$0] as Double? }
            let started = inbox["conversations_started"] as? Int ?? 0
            let resolved = inbox["conversations_resolved"] as? Int ?? 0
            let scores: [(name: String, weight: Double, value: Double?)] = [
                ("rating_score", 40, Self.average(ratings)), ("sentiment_score", 20, Self.average(moods)),
                ("response_time_score", 20, (inbox["median_response_seconds"] as? Double).map { max(0, 100 - $0 / 36) }),
                ("resolution_score", 20, started == 0 ? nil : min(100, 100 * Double(resolved) / Double(started))),
            ]
            let known = scores.filter { $0.value != nil }
            var row: Row = Dictionary(uniqueKeysWithValues: scores.map { ($0.name, $0.value as Any? ?? NSNull()) })
            let weights = known.map(\.weight).reduce(0, +)
            row["satisfaction_index"] = weights == 0 ? NSNull() : known.map { ($0.value ?? 0) * $0.weight }.reduce(0, +) / weights
            return self.row(period, row)
        }
    }

    func uniqueVisitors(_ call: Call) -> [Row] {
        self.periods(call).map { period in
            let seen = self.visible(call).filter { $0.type == "seen" && period.contains($0.timestamp) }
            return self.row(period, ["unique_visitors": Set(seen.map(\.visitor)).count])
        }
    }

    func pageViews(_ call: Call) -> [Row] {
        let period = self.periods(call)[0]
        var views: [String: Set<VisitorEvent>] = [:]
        for var event in self.visible(call) where event.type == "page_view" && period.contains(event.timestamp) {
            // What makes a view one view.
            event = VisitorEvent(
                timestamp: event.timestamp, website: event.website, visitor: event.visitor, session: event.session, page: event.page)
            views[event.page, default: []].insert(event)
        }
        let pages = views.sorted { ($1.value.count, $0.key.bytes) < ($0.value.count, $1.key.bytes) }
        return pages.prefix(50).map { page, views in
            [
                "page_url": page, "views": views.count, "visitors": Set(views.map(\.visitor)).count,
                "sessions": Set(views.map(\.session)).subtracting([""]).count,
            ]
        }
    }

    func activeVisitors(_ call: Call) -> [Row] {
        self.present(call, minutes: call.minutes ?? 10).map { visitor in
            let isLocated = visitor.place.isLocated
            return [
                "visitor_id": visitor.newest.visitor, "session_id": visitor.newest.session,
                "country_code": visitor.place.country, "city": visitor.place.city,
                "latitude": isLocated ? Double(visitor.place.latitude) : NSNull(),
                "longitude": isLocated ? Double(visitor.place.longitude) : NSNull(),
                "device_type": visitor.newest.device, "browser": visitor.newest.browser,
                "last_seen": visitor.newest.timestamp.dateTime,
            ]
        }
    }

    func visitorLocations(_ call: Call) -> [Row] {
        let minutes = call.minutes ?? 5
        let here = self.present(call, minutes: max(minutes, call.minutes ?? 10)).filter { visitor in
            visitor.place.isLocated && visitor.newest.timestamp > self.now - minutes * 60
        }
        let points = Dictionary(grouping: here) { [$0.place.latitude, $0.place.longitude] }.map { point, visitors in
            (point: point, visitors: visitors, lastSeen: visitors.map(\.newest.timestamp).max() ?? 0)
        }
        let order = points.sorted { one, other in
            (other.visitors.count, other.lastSeen, one.point[0], one.point[1])
                < (one.visitors.count, one.lastSeen, other.point[0], other.point[1])
        }
        return order.map { point, visitors, lastSeen in
            let last = visitors.filter { $0.newest.timestamp == lastSeen }.map(\.place)
            return [
                "latitude": Double(point[0]), "longitude": Double(point[1]),
                "country_code": last.max { $0.country.bytes < $1.country.bytes }?.country ?? "",
                "city": last.max { $0.city.bytes < $1.city.bytes }?.city ?? "", "visitors": visitors.count,
                "last_seen": lastSeen.dateTime,
            ]
        }
    }

    // MARK: Presence

    private func present(_ call: Call, minutes: Int) -> [(newest: VisitorEvent, place: VisitorEvent)] {
        let seen = self.visible(call).filter { $0.type == "seen" && $0.timestamp > self.now - minutes * 60 }
        let visitors = Dictionary(grouping: seen, by: \.visitor).values.map { events in
            (
                newest: events.reduce(events[0]) { Self.isNewer($1, than: $0) ? $1 : $0 },
                place: events.reduce(events[0]) { Self.tellsMore($1, than: $0) ? $1 : $0 }
            )
        }
        return visitors.sorted { ($1.newest.timestamp, $0.newest.visitor.bytes) < ($0.newest.timestamp, $1.newest.visitor.bytes) }
    }

    private static func isNewer(_ one: VisitorEvent, than other: VisitorEvent) -> Bool {
        guard one.timestamp == other.timestamp else { return one.timestamp > other.timestamp }
        let texts = { (event: VisitorEvent) in (event.session.bytes, event.device.bytes, event.browser.bytes) }
        return texts(one) > texts(other)
    }

    private static func tellsMore(_ one: VisitorEvent, than other: VisitorEvent) -> Bool {
        let rank = { (event: VisitorEvent) in event.isLocated ? 2 : event.city.isEmpty && event.country.isEmpty ? 0 : 1 }
        guard rank(one) == rank(other) else { return rank(one) > rank(other) }
        guard one.timestamp == other.timestamp else { return one.timestamp > other.timestamp }
        let place = { (event: VisitorEvent) in (event.country.bytes, event.city.bytes, event.latitude, event.longitude) }
        return place(one) > place(other)
    }

    // MARK: Figures

    private static func median(_ values: [Float]) -> Double? {
        let sorted = values.filter { $0 >= 0 }.sorted().map(Double.init)
        guard !sorted.isEmpty else { return nil }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func average(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}

extension VisitorEvent {
    /// Whether its coordinates are a place on earth.
    fileprivate var isLocated: Bool {
        (self.latitude != 0 || self.longitude != 0) && abs(self.latitude) <= 90 && abs(self.longitude) <= 180
    }
}

extension String {
    /// What the engine sorts texts by.
    fileprivate var bytes: ByteOrder { ByteOrder(bytes: Array(self.utf8)) }
}

/// Bytes in their order.
private struct ByteOrder: Comparable {
    let bytes: [UInt8]

    static func < (one: ByteOrder, other: ByteOrder) -> Bool { one.bytes.lexicographicallyPrecedes(other.bytes) }
}
