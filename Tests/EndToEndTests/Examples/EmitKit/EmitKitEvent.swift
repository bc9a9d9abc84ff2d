// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// An event of the EmitKit workspace as a plain value, and the line it is sent as.
struct EmitKitEvent {
    let id: String
    let organization: String
    let channel: String
    let tier: String
    let tags: [String]
    /// Nil is sent as nothing.
    let user: String?
    let metadata: String
    /// Milliseconds since 1970, each moment once.
    let time: Int64

    /// Whole days since 1970.
    var day: Int64 { self.time / 86_400_000 }

    /// A moment as the database writes it.
    static func text(_ time: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(time / 1_000))
        return "\(plain(date)).\(String(1_000 + time % 1_000).dropFirst())"
    }

    func line() throws -> String {
        var fields: [String: Any] = [
            "id": self.id, "organization_id": self.organization, "channel_id": self.channel, "retention_tier": self.tier, "title": "t",
            "tags": self.tags, "metadata": self.metadata, "created_at": Self.text(self.time),
        ]
        if let user { fields["user_id"] = user }
        return String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self)
    }

    /// Events of two organizations that share users, tiers and channels, some of them too old for their tier, with tags that are doubled,
    /// users that are nobody, metadata that is no JSON; in any order.
    static func adversarial(count: Int, seed: UInt64, now: Date) -> [EmitKitEvent] {
        var random = SeededGenerator(seed: seed)
        func any<Element>(_ choices: [Element], _ random: inout SeededGenerator) -> Element {
            choices[Int.random(in: 0..<choices.count, using: &random)]
        }
        // Far enough from the end of each tier's time that midnight changes nothing.
        let ages = [
            ("basic", [0...80, 95...120]), ("premium", [0...350, 370...390]), ("unlimited", [0...390]), ("other", [0...80, 95...200]),
        ]
        let users: [String?] = [nil, "", "anon_1", "anon_2", "anon_3", "ada@acme.io", "Zoë", "it's", "50%"] + (0..<12).map { "user_\($0)" }
        let today = Int64(now.timeIntervalSince1970) / 86_400 * 86_400_000
        return (0..<count).map { number in
            let (tier, ranges) = any(ages, &random)
            let age = Int64(Int.random(in: any(ranges, &random), using: &random))
            // Today's events come in its first moments, which have passed.
            let moment = age == 0 ? 0 : Int64.random(in: 0..<86_000_000, using: &random) / 1_000 * 1_000
            return EmitKitEvent(
                id: "e\(number)", organization: any(["org_1", "org_2"], &random), channel: any(["ch_a", "ch_b"], &random), tier: tier,
                tags: any(
                    [[], ["signup"], ["signup", "signup"], ["invited", "signup"], ["invoice"], ["50% off", "é"], ["invited"]], &random),
                user: any(users, &random),
                metadata: any(["{}", #"{"plan":"pro"}"#, #"{"plan":"é"}"#, "no JSON", #"{"plan":7}"#, ""], &random),
                time: today - age * 86_400_000 + moment + Int64(number))
        }
        .shuffled(using: &random)
    }
}

extension EmitKitEvent {
    /// The event of a line of the demonstration's.
    init(line: String) throws {
        let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        func text(_ name: String) -> String { fields[name] as? String ?? "" }
        (self.id, self.organization, self.channel) = (text("id"), text("organization_id"), text("channel_id"))
        (self.tier, self.tags, self.metadata) = (text("retention_tier"), fields["tags"] as? [String] ?? [], text("metadata"))
        self.user = fields["user_id"] as? String
        self.time = try BarelyEvent.milliseconds(text("created_at"))
    }
}

/// What was said about a name.
struct EmitKitIdentity {
    let organization: String
    let alias: String
    let user: String
    /// Milliseconds since 1970.
    let time: Int64

    var line: String {
        #"{"organization_id":"\#(self.organization)","alias":"\#(self.alias)","user_id":"\#(self.user)","#
            + #""created_at":"\#(EmitKitEvent.text(self.time))"}"#
    }

    /// The same name is somebody else elsewhere, and later somebody else here; several names are one user.
    static let adversarial = [
        EmitKitIdentity(organization: "org_1", alias: "anon_1", user: "user_9", time: 1_000),
        EmitKitIdentity(organization: "org_1", alias: "anon_1", user: "user_1", time: 2_000),
        EmitKitIdentity(organization: "org_1", alias: "anon_2", user: "user_1", time: 1_000),
        EmitKitIdentity(organization: "org_1", alias: "ada@acme.io", user: "Ada", time: 1_000),
        EmitKitIdentity(organization: "org_2", alias: "anon_1", user: "user_2", time: 3_000),
        EmitKitIdentity(organization: "org_2", alias: "user_3", user: "user_3", time: 1_000),
        EmitKitIdentity(organization: "org_2", alias: "user_4", user: "Zoë", time: 1_000),
    ]
}

extension EmitKitIdentity {
    /// The identity of a line of the demonstration's.
    init(line: String) throws {
        let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String] ?? [:]
        (self.organization, self.alias) = (fields["organization_id"] ?? "", fields["alias"] ?? "")
        (self.user, self.time) = (fields["user_id"] ?? "", try BarelyEvent.milliseconds(fields["created_at"] ?? ""))
    }
}
