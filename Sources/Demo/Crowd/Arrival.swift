// Part of Martlet. Apache License 2.0; see LICENSE.

/// How a visitor came: what the address of his first page, and his browser, tell of it.
package struct Arrival: Sendable, Hashable {
    /// The page he came from; empty for nobody knows.
    package var referrer = ""
    /// The `utm_` parameters of the address; empty ones are not in it.
    package var source = ""
    package var medium = ""
    package var campaign = ""
    package var term = ""
    package var content = ""
    /// The parameter by which an advertising network knows its click again, for example `gclid`; empty without one.
    package var clickIDName = ""
    package var clickID = ""

    /// Nothing is known.
    package static let direct = Arrival()

    private static let campaigns = ["spring_launch", "brand", "retargeting", "newsletter_42", "été", "black_friday"]
    private static let searches = ["https://www.google.com/", "https://www.bing.com/", "https://duckduckgo.com/"]
    private static let sites = [
        "https://news.ycombinator.com/", "https://www.reddit.com/r/selfhosted/", "https://t.co/", "https://www.linkedin.com/",
        "https://blog.example.org/review",
    ]
    /// The click's parameter, the network's name as a `utm_source`, and the page its advertisements stand on.
    private static let networks = [
        ("gclid", "google", "https://www.google.com/"), ("fbclid", "facebook", "https://l.facebook.com/"),
        ("gbraid", "google", "https://www.google.com/"), ("ttclid", "tiktok", "https://www.tiktok.com/"),
        ("msclkid", "bing", "https://www.bing.com/"), ("wbraid", "google", "https://www.google.com/"),
        ("li_fat_id", "linkedin", "https://www.linkedin.com/"), ("twclid", "twitter", "https://t.co/"),
        ("igshid", "instagram", "https://l.instagram.com/"), ("rdt_cid", "reddit", "https://www.reddit.com/"),
        ("epik", "pinterest", "https://www.pinterest.com/"), ("sccid", "snapchat", "https://www.snapchat.com/"),
        ("_kx", "klaviyo", ""), ("qclid", "quora", "https://www.quora.com/"), ("irclid", "impact", ""),
    ]

    /// Draws one: nearly half come directly, a fifth from a search, the others by links, mails and advertisements.
    static func drawn(by random: inout SeededGenerator) -> Arrival {
        let share = random.fraction()
        if share < 0.45 { return .direct }
        if share < 0.65 { return Arrival(referrer: random.popular(self.searches)) }
        if share < 0.78 { return Arrival(referrer: random.popular(self.sites)) }
        let campaign = random.popular(self.campaigns)
        if share < 0.86 {
            return Arrival(source: "newsletter", medium: "email", campaign: campaign, content: random.any(["header", "button"]))
        }
        let (name, network, page) = random.popular(self.networks)
        var arrival = Arrival(referrer: page, clickIDName: name, clickID: random.hexadecimal(16))
        // Half of all advertisements are tagged, too.
        if random.chance(0.5) {
            (arrival.source, arrival.medium, arrival.campaign) = (network, "cpc", campaign)
            if random.chance(0.3) { arrival.term = random.any(["analytics", "self hosted", "events"]) }
        }
        return arrival
    }
}
