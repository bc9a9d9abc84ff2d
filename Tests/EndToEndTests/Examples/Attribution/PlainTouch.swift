// Part of Martlet. Apache License 2.0; see LICENSE.

/// Where a visitor came from at a moment.
struct PlainTouch {
    var at = ""
    var channel = ""
    var url = ""
    var referrer = ""
    /// Source, medium, campaign, content, term.
    var utm: [String] = []
    var clickIDs: [String: String] = [:]
    var facebookTime: Int64 = 0

    static let clickIDs: KeyValuePairs = [
        "gclid": "google_ads", "gbraid": "google_ads_privacy", "wbraid": "google_ads_ios14", "fbclid": "facebook_ads",
        "msclkid": "microsoft_ads", "twclid": "twitter_ads", "ttclid": "tiktok_ads", "li_fat_id": "linkedin_ads", "igshid": "instagram",
        "rdt_cid": "reddit_ads", "epik": "pinterest_ads", "qclid": "quora_ads", "sccid": "snapchat_ads", "irclid": "impact_radius",
        "_kx": "klaviyo",
    ]

    /// What the event says of itself, or with a prefix of what its session began with.
    init(_ event: PlainEvent, entry: Bool = false) {
        func value(_ name: String, own: String? = nil) -> String { event.text(entry ? "$session_entry_\(name)" : own ?? name) }
        self.at = event.at
        self.url = value("url", own: "$current_url")
        self.referrer = value("referrer", own: "$referrer")
        self.utm = ["source", "medium", "campaign", "content", "term"].map { value("utm_\($0)") }
        for (name, _) in Self.clickIDs where !value(name).isEmpty { self.clickIDs[name] = value(name) }
        if self.clickIDs["fbclid"] != nil {
            let detected = (event.properties[entry ? "$session_entry_fbclid_detected_at" : "fbclid_detected_at"] as? Int64) ?? 0
            self.facebookTime = (1...4_102_444_800_000).contains(detected) ? detected : event.milliseconds
        }
        let referringDomain = value("referring_domain", own: "$referring_domain")
        let host = value("host", own: "$host")
        self.channel = Self.channel(self.utm, self.clickIDs, referringDomain: referringDomain, host: host)
    }

    init() {}

    private static func channel(_ utm: [String], _ clickIDs: [String: String], referringDomain: String, host: String) -> String {
        if utm.prefix(3).contains(where: { !$0.isEmpty }) { return "utm" }
        if let paid = self.clickIDs.first(where: { clickIDs[$0.key] != nil }) { return paid.value }
        func plain(_ host: String) -> Substring { host.hasPrefix("www.") ? host.dropFirst(4) : host[...] }
        let isElsewhere = !["", "$direct"].contains(referringDomain) && plain(referringDomain) != plain(host)
        return isElsewhere ? "referral" : "direct"
    }

    /// The order of touches: by time, and what follows only settles which of two of one moment it is.
    static func isBefore(_ left: PlainTouch, _ right: PlainTouch) -> Bool { String.isBefore(left.order, right.order) }

    private var order: [String] { [self.at, self.channel, self.url, self.referrer] + self.utm }

    var json: [String: Any] {
        [
            "at": self.at, "channel": self.channel, "url": self.url, "referrer": self.referrer, "utm_source": self.utm[0],
            "utm_medium": self.utm[1], "utm_campaign": self.utm[2], "utm_content": self.utm[3], "utm_term": self.utm[4],
            "click_ids": self.clickIDs, "fbclid_detected_at": self.facebookTime,
        ]
    }
}

extension PlainEvent {
    /// What the event counts as if it is the first of its visitor, or of its session.
    var firstTouch: PlainTouch {
        let entry = PlainTouch(self, entry: true)
        return entry.channel == "direct" ? PlainTouch(self) : entry
    }
}

extension [PlainEvent] {
    var firstTouch: PlainTouch { self.map(\.firstTouch).min(by: PlainTouch.isBefore) ?? PlainTouch() }

    /// The newest that has a source, or the first if none has.
    var lastTouch: PlainTouch {
        self.map { PlainTouch($0) }.filter { $0.channel != "direct" }.max(by: PlainTouch.isBefore) ?? self.firstTouch
    }

    /// What the newest event that tells of a device or a country says of these properties, under their columns' names.
    func device(_ properties: KeyValuePairs<String, String>) -> [String: String] {
        let known = self.filter { event in ["$browser", "$os", "$geoip_country_code"].contains { !event.text($0).isEmpty } }
        let newest = known.map { event in [event.at] + properties.map { event.text($0.value) } }.max(by: String.isBefore)
        let values = newest?.dropFirst() ?? ArraySlice(repeating: "", count: properties.count)
        return Dictionary(uniqueKeysWithValues: zip(properties.map(\.key), values))
    }

    var distinctCount: Int { Set(self.map(\.uuid)).count }
    var firstTime: String { self.map(\.at).min() ?? "" }
    var lastTime: String { self.map(\.at).max() ?? "" }
}
