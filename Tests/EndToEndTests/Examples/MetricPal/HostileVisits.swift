// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// Events and identities as nobody would wish for, the same for the same seed.
///
/// Workspaces share visitors and sessions by name, names are empty or not ASCII, optional columns are missing or null, clocks go wrong, days
/// begin between two events, and everything comes in any order.
struct HostileVisits {
    static let workspaces = ["workspace_a", "workspace_b", "wörk'; --", ""]
    private static let visitors = ["v1", "v2", "v3", "besucherin ñ 🎉", "v' OR 1=1", "v_", ""]
    private static let pages = ["https://a.example/", "https://a.example/ü?q=%20&x=1#y", "https://a.example/\\'\"\t", ""]
    private static let people = [
        ("hash1", "acme.com"), ("hash2", "acme.com"), ("hash3", "bücher.example"), ("hash4", ""), ("", "acme.com"),
    ]

    private var random: SeededGenerator
    private let now = Date()

    init(seed: UInt64) { self.random = SeededGenerator(seed: seed) }

    private mutating func pick<Item>(_ items: [Item]) -> Item { items[Int(self.random.next() % UInt64(items.count))] }

    /// A moment of the last two months, near the midnight of some day, or ahead of the clock by days.
    private mutating func moment() -> String {
        let midnight = floor(self.now.timeIntervalSince1970 / 86_400) * 86_400
        let day = Double(Int(self.random.next() % 60)) - 57
        let milliseconds = Double(Int(self.random.next() % 4000)) - 2000
        let date = Date(timeIntervalSince1970: midnight + day * 86_400 + milliseconds / 1000)
        return date.formatted(.iso8601.year().month().day().timeSeparator(.colon).time(includingFractionalSeconds: true)) + "Z"
    }

    private static func line(_ fields: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self) + "\n"
    }

    mutating func event() throws -> String {
        var fields: [String: Any] = [
            "timestamp": self.moment(), "workspace_id": self.pick(Self.workspaces), "visitor_id": self.pick(Self.visitors),
            "session_id": self.pick(["s1", "s2", "s3", "s4", ""]),
            "action_type": self.pick(["enter-page", "enter-page", "onclick", "onsubmit", "ñ", ""]),
            "url": self.pick(Self.pages), "not a column": ["a": 1],
        ]
        for name in ["element", "text", "value", "properties", "user_agent", "referrer"] {
            switch self.random.next() % 4 {
            case 0: fields[name] = NSNull()
            case 1: fields[name] = ""
            case 2: fields[name] = self.pick(["<b>\u{0}\n", "ünïcödé 🎉", "{\"a\": \"\\\\\"}", "NULL", "\\N"])
            default: break
            }
        }
        if self.random.next() % 8 == 0 { (fields["email_hash"], fields["email_domain"]) = self.pick(Self.people) }
        return try Self.line(fields)
    }

    mutating func identity() throws -> String {
        let (hash, domain) = self.pick(Self.people)
        return try Self.line([
            "workspace_id": self.pick(Self.workspaces), "visitor_id": self.pick(Self.visitors), "email_hash": hash, "email_domain": domain,
            "identified_at": self.pick(["2025-11-01T00:00:00.000Z", "2026-01-01T10:00:00.500Z", "2026-01-01T10:00:00.501Z"]),
        ])
    }
}
