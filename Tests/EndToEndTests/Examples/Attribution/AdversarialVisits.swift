// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// Visits that are as hard as visits get: the same ids and sessions in every location, ids that are mapped late, in chains, in circles or
/// to two users, sessions past midnight, repeated and backdated events, equal times, empty and missing fields, texts of all alphabets.
struct AdversarialVisits {
    static let locations = ["north", "south", "øst 東 '\\"]

    private(set) var rows: [String] = []
    /// Those that are appended beside the events.
    private(set) var mappings: [PlainMapping] = []
    private var random: SeededGenerator
    private var number = 0

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
        for location in Self.locations {
            for person in 0..<14 { self.addPerson(person, in: location) }
        }
        self.rows.shuffle(using: &self.random)
    }

    private mutating func addPerson(_ person: Int, in location: String) {
        let user = person == 7 ? "zoë\u{1F426}@mail.example" : "user-\(person)"
        let devices = (0...person % 3).map { "device-\(person)-\($0)" }
        for device in devices {
            for visit in 0..<Int.random(in: 1...3, using: &self.random) { self.addVisit(visit, of: device, in: location) }
        }
        switch person {
        // Nobody ever says who these are.
        case 0..<4: break
        // A chain: each device belongs to the next, the last one to the user.
        case 5: self.map(devices + ["account-5", user], in: location)
        // A circle of two.
        case 6: self.map(["device-6-0", user, "device-6-0"], in: location)
        // A device that two users have used.
        case 8:
            self.map(["device-8-0", user], in: location)
            self.map(["device-8-0", "user-9"], in: location)
        // A user who says so himself, and belongs to nobody.
        case 10: self.add("$identify", user, in: location, at: self.time(), ["$set": ["n": 3, "vip": true]])
        default: for device in devices { self.map([device, user], in: location) }
        }
        if person > 3 { self.addVisit(9, of: user, in: location) }
    }

    /// Says of each id that it belongs to the next: by an event, or in the table of mappings.
    private mutating func map(_ ids: [String], in location: String) {
        for (anonymous, user) in zip(ids, ids.dropFirst()) {
            let at = self.time()
            switch Int.random(in: 0..<3, using: &self.random) {
            case 0: self.mappings.append(PlainMapping(location: location, anonymous: anonymous, user: user, at: at))
            case 1: self.add("$merge_dangerously", user, in: location, at: at, ["alias": anonymous])
            default:
                let set: [String: Any] = ["plan": ["free", "pro", "équipe"].randomElement(using: &self.random) ?? ""]
                self.add(
                    "$identify", user, in: location, at: at, ["$anon_distinct_id": anonymous, "$set": set, "$set_once": ["by": anonymous]])
            }
        }
    }

    private mutating func addVisit(_ visit: Int, of id: String, in location: String) {
        // The last minutes of a day, so that many visits go on into the next.
        let start = Int.random(in: 0..<6, using: &self.random) * 86_400_000 + 86_100_000 + Int.random(in: 0..<300_000, using: &self.random)
        let source = self.source()
        let session: String? = Int.random(in: 0..<8, using: &self.random) == 0 ? nil : "session-\(id)-\(visit)"
        var moment = start
        for page in 0...Int.random(in: 0..<6, using: &self.random) {
            moment += Int.random(in: 0..<3, using: &self.random) * 60_000
            var properties: [String: Any] = ["$current_url": "https://www.shop.example/\(page)", "$host": "www.shop.example"]
            if page == 0 || Int.random(in: 0..<9, using: &self.random) == 0 { properties.merge(source) { $1 } }
            if Bool.random(using: &self.random) {
                for (name, value) in source { properties["$session_entry_\(name.drop { $0 == "$" })"] = value }
                properties["$session_entry_host"] = "www.shop.example"
            }
            if Bool.random(using: &self.random) {
                properties.merge(self.device()) { $1 }
            }
            if page == 3 { properties.merge(["funnel_id": "f\(visit)", "funnel_name": "Kasse"]) { $1 } }
            if let session { properties["$session_id"] = session }
            let isError = Int.random(in: 0..<12, using: &self.random) == 0
            if isError {
                properties.merge(self.error()) { $1 }
            }
            self.add(isError ? "$exception" : page % 2 == 0 ? "$pageview" : "click", id, in: location, at: self.text(moment), properties)
        }
    }

    private mutating func device() -> [String: Any] {
        switch Int.random(in: 0..<4, using: &self.random) {
        case 0: ["$browser": "Chrome", "$os": "Mac OS X", "$device_type": "Desktop", "$geoip_country_code": "ES"]
        case 1: ["$browser": "Firefox", "$os": "", "$browser_language": "sv"]
        case 2: ["$geoip_country_code": "SE", "$geoip_city_name": "Örebro"]
        // Tells of a device, but not enough to count as one.
        default: ["$device_type": "Tablet", "$browser": NSNull()]
        }
    }

    private mutating func error() -> [String: Any] {
        let message = ["x is no y", "ingen lampa 💡", ""].randomElement(using: &self.random) ?? ""
        return switch Int.random(in: 0..<3, using: &self.random) {
        case 0: ["$exception_type": "TypeError", "$exception_message": message, "component": "cart"]
        case 1: ["$exception_list": [["type": "TypeError", "value": message], ["type": "Cause", "value": "y"]], "component": "cart"]
        default: ["$exception_message": message, "$exception_level": "fatal"]
        }
    }

    private mutating func source() -> [String: Any] {
        let clickID = PlainTouch.clickIDs.map(\.key).randomElement(using: &self.random) ?? ""
        switch Int.random(in: 0..<7, using: &self.random) {
        case 0: return ["utm_source": "brev", "utm_campaign": "året 😀", "utm_medium": ""]
        case 1: return ["utm_source": "", "utm_term": "shoes", "gclid": "both", "fbclid": "both"]
        case 2:
            return ["fbclid": "f", "fbclid_detected_at": [0, 1_741_132_200_123, -5, Int64.max].randomElement(using: &self.random) ?? 0]
        case 3: return ["$referrer": "https://news.example/", "$referring_domain": "news.example"]
        case 4: return ["$referrer": "https://shop.example/", "$referring_domain": "shop.example"]
        case 5: return ["$referrer": "$direct", "$referring_domain": "$direct", "utm_source": NSNull()]
        default: return [clickID: "c-\(self.number)"]
        }
    }

    private mutating func add(_ event: String, _ id: String, in location: String, at: String, _ properties: [String: Any]) {
        self.number += 1
        let all = properties.merging(["location_id": location]) { $1 }
        let object: [String: Any] = [
            "uuid": "uuid-\(self.number)", "event": event, "distinct_id": id, "timestamp": at, "properties": all,
        ]
        let row = Self.json(object)
        // Some are delivered two or three times.
        let deliveries = max(1, Int.random(in: -5...3, using: &self.random))
        for _ in 0..<deliveries { self.rows.append(row) }
    }

    private mutating func time() -> String { self.text(Int.random(in: 0..<518_400_000, using: &self.random)) }

    private func text(_ milliseconds: Int) -> String {
        let date = Date(timeIntervalSince1970: 1_740_787_200 + Double(milliseconds) / 1_000)
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, includingFractionalSeconds: true)
        return String(date.formatted(style).dropLast())
    }

    static func json(_ object: [String: Any]) -> String {
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
