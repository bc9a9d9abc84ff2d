// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// A row of `visitor_events`.
struct VisitorEvent: Hashable {
    /// Seconds since 1970.
    var timestamp: Int
    var website: String
    var visitor: String
    var session = ""
    var type = "seen"
    var country = ""
    var city = ""
    var latitude: Float = 0
    var longitude: Float = 0
    var device = ""
    var browser = ""
    var page = ""
}

extension VisitorEvent {
    /// Reads what was sent; what it leaves out is empty.
    init(_ row: [String: Any]) {
        let text = { (name: String) in row[name] as? String ?? "" }
        let number = { (name: String) in (row[name] as? Double).map { Float($0) } ?? 0 }
        self.init(
            timestamp: text("timestamp").seconds, website: text("website_id"), visitor: text("visitor_id"), session: text("session_id"),
            type: text("event_type"), country: text("country_code"), city: text("city"), latitude: number("latitude"),
            longitude: number("longitude"), device: text("device_type"), browser: text("browser"), page: text("page_url"))
    }

    /// What the application sends: what it does not know, it leaves out.
    var row: [String: Any] {
        let texts = [
            "website_id": self.website, "visitor_id": self.visitor, "session_id": self.session, "event_type": self.type,
            "country_code": self.country, "city": self.city, "device_type": self.device, "browser": self.browser, "page_url": self.page,
        ]
        var row: [String: Any] = texts.filter { !$0.value.isEmpty }
        row["timestamp"] = self.timestamp.dateTime
        if self.latitude != 0 { row["latitude"] = Double(self.latitude.description) }
        if self.longitude != 0 { row["longitude"] = Double(self.longitude.description) }
        return row
    }
}

/// A row of `conversation_metrics`.
struct ConversationEvent: Hashable {
    /// Seconds since 1970.
    var timestamp: Int
    var website: String
    var visitor = ""
    var type: String
    var conversation: String
    var duration: Float = 0
}

extension ConversationEvent {
    init(_ row: [String: Any]) {
        let text = { (name: String) in row[name] as? String ?? "" }
        self.init(
            timestamp: text("timestamp").seconds, website: text("website_id"), visitor: text("visitor_id"), type: text("event_type"),
            conversation: text("conversation_id"), duration: (row["duration_seconds"] as? Double).map { Float($0) } ?? 0)
    }

    var row: [String: Any] {
        var row: [String: Any] = [
            "timestamp": self.timestamp.dateTime, "website_id": self.website, "event_type": self.type,
            "conversation_id": self.conversation,
        ]
        if !self.visitor.isEmpty { row["visitor_id"] = self.visitor }
        if self.duration != 0 { row["duration_seconds"] = Double(self.duration.description) }
        return row
    }
}

/// What visitors said, in PostgreSQL: a rating from 1 to 5, or the mood of a conversation.
struct Voice: Hashable {
    /// Seconds since 1970.
    var time: Int
    var website: String
    var rating: Int?
    var sentiment: String?
    var isDeleted = false
}

extension Int {
    /// Seconds since 1970 as the engine writes them.
    var dateTime: String {
        Date(timeIntervalSince1970: Double(self)).formatted(
            .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
    }
}

extension String {
    /// The seconds since 1970 of a time in UTC, with or without parts of a second.
    fileprivate var seconds: Int {
        let style = Date.ISO8601FormatStyle().year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false)
        let text = self.prefix(19).replacing("T", with: " ")
        return (try? style.parse(String(text))).map { Int($0.timeIntervalSince1970) } ?? 0
    }
}
