// Part of Martlet. Apache License 2.0; see LICENSE.

/// Artists whose fans open links, look at pages, listen and buy.
struct Barely: DemoWorkspace {
    static let name = "barely"
    static let tenants = 50
    static let days = 180

    /// An app, its things, and what happens there: the first of it first, then the others.
    private struct App: Sendable {
        let name: String
        let assets: [String]
        let address: String
        let first: String
        let others: [String]
    }

    /// The most visited first.
    private static let apps = [
        App(
            name: "page", assets: ["home", "tour", "press", "été"], address: "https://band.page/", first: "view",
            others: ["scroll", "follow"]),
        App(name: "link", assets: ["bio", "tour", "single"], address: "https://brl.to/", first: "click", others: ["redirect"]),
        App(
            name: "cart", assets: ["vinyl", "shirt", "ticket"], address: "https://band.cart/", first: "view",
            others: ["add_to_cart", "purchase"]),
        App(
            name: "fm", assets: ["élan", "night", "remix"], address: "https://band.fm/", first: "play", others: ["pause", "play", "share"]),
    ]

    func write(_ visit: Visit, to lines: inout DemoLines) {
        var random = visit.random
        let visitor = visit.visitor
        let app = random.popular(Self.apps)
        let asset = random.popular(app.assets)
        let campaign = random.rank(of: 5)
        let advertisement = random.rank(of: 20)
        let isFlow = random.chance(0.3)
        for (index, moment) in visit.moments.enumerated() {
            let action = index == 0 ? app.first : random.popular(app.others)
            let value = action == "purchase" ? Double(40 + random.rank(of: 200)) / 4 : 0
            let write = { (row: inout DemoRow) in
                row.set("event_id", "\(visit.id)_\(index)")
                row.set("timestamp", moment: moment)
                row.set("event_type", app.name)
                row.set("action", action)
                row.set("workspace_id", "workspace_\(visitor.tenant)")
                row.set("session_id", visit.id)
                row.set("visitor_id", visitor.id)
                row.set("asset_id", "\(app.name)_\(asset)")
                row.set("asset_key", asset)
                if value > 0 { row.set("value", value) }
                row.set("is_bot", visitor.isBot)
                row.set("browser", visitor.device.browser)
                row.set("device", visitor.device.kind)
                row.set("os", visitor.device.operatingSystem)
                row.set("language", visitor.place.language)
                row.set("country", visitor.place.country)
                row.set("region", visitor.place.region)
                row.set("city", visitor.place.city)
                row.set("href", app.address + asset)
                // What the address of the first page says is gone on the next one.
                if index == 0 { Self.set(visit.arrival, campaign, advertisement, isFlow: isFlow, in: &row) }
            }
            lines.add("barely_events", write)
            // An answer that is lost is a reason to send an event again.
            if random.chance(0.005) { lines.add("barely_events", write) }
        }
    }

    /// What the address of the first page says of where a visit comes from.
    private static func set(_ arrival: Arrival, _ campaign: Int, _ advertisement: Int, isFlow: Bool, in row: inout DemoRow) {
        row.set("referrer", arrival.referrer)
        row.set("utm_source", arrival.source)
        row.set("utm_medium", arrival.medium)
        row.set("utm_campaign", arrival.campaign)
        row.set("utm_term", arrival.term)
        row.set("utm_content", arrival.content)
        if arrival.clickIDName == "fbclid" {
            row.set("fbclid", arrival.clickID)
            row.set("meta_campaign_id", "campaign_\(campaign)")
            row.set("meta_adset_id", "adset_\(campaign)_\(advertisement % 4)")
            row.set("meta_ad_id", "ad_\(campaign)_\(advertisement)")
            row.set("meta_placement", ["feed", "stories", "reels"][advertisement % 3])
        } else if arrival.medium == "email" {
            row.set(isFlow ? "email_flow_id" : "email_broadcast_id", isFlow ? "flow_\(campaign)" : arrival.campaign)
            row.set("email_template_id", "template_\(campaign)")
        }
    }
}
