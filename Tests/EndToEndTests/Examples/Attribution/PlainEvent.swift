// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// An event of the attribution workspace as its tests see it: what the row says, taken apart without the workspace's help.
struct PlainEvent {
    let uuid: String
    let event: String
    let id: String
    /// As the workspace writes it, so that texts compare as times do.
    let at: String
    let location: String
    let session: String
    let properties: [String: Any]
    /// Milliseconds since 1970.
    let milliseconds: Int64

    /// Nil for a row that belongs in quarantine.
    init?(row: String) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any],
            let event = object["event"] as? String, let id = object["distinct_id"] as? String,
            let at = object["timestamp"] as? String, let uuid = object["uuid"] as? String,
            let properties = object["properties"] as? [String: Any], let location = properties["location_id"] as? String
        else { return nil }
        (self.uuid, self.event, self.id, self.at, self.location, self.properties) = (uuid, event, id, at, location, properties)
        self.session = properties["$session_id"] as? String ?? ""
        self.milliseconds = Self.milliseconds(at)
    }

    var day: String { String(self.at.prefix(10)) }

    /// A property that is a text; empty where it is missing or null.
    func text(_ name: String) -> String { self.properties[name] as? String ?? "" }

    static func milliseconds(_ text: String) -> Int64 {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, includingFractionalSeconds: true)
        let date = (try? Date(text + "Z", strategy: style)) ?? .distantPast
        return Int64((date.timeIntervalSince1970 * 1_000).rounded())
    }

    /// Who is mapped to whom by this event.
    var mapping: PlainMapping? {
        switch self.event {
        case "$identify":
            let anonymous = self.text("$anon_distinct_id")
            return PlainMapping(location: self.location, anonymous: anonymous.isEmpty ? self.id : anonymous, user: self.id, at: self.at)
        case "$create_alias", "$merge_dangerously":
            let alias = self.text("alias")
            return alias.isEmpty ? nil : PlainMapping(location: self.location, anonymous: alias, user: self.id, at: self.at)
        default: return nil
        }
    }
}

/// That an id belongs to a user.
struct PlainMapping {
    let location: String
    let anonymous: String
    let user: String
    let at: String
}

extension String {
    /// As the engine orders texts: by their bytes.
    static func isBefore(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

    /// As the engine orders tuples of texts.
    static func isBefore(_ left: [String], _ right: [String]) -> Bool { left.lexicographicallyPrecedes(right, by: self.isBefore) }
}

extension Double {
    /// To two places, as the engine rounds: half to even.
    var toHundredths: Double { (self * 100).rounded(.toNearestOrEven) / 100 }

    /// What part of a number another one is, in per cent.
    static func percentage(_ part: Int, of whole: Int) -> Double { (100 * Double(part) / Double(whole)).toHundredths }
}
