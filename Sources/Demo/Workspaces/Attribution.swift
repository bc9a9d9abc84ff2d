// Part of Martlet. Apache License 2.0; see LICENSE.

/// Shops in many cities, whose visitors come by advertisements, look around, and some day say who they are: at once, late, or never.
struct Attribution: DemoWorkspace {
    static let name = "attribution"
    static let tenants = 20
    static let days = 90

    private static let pages = ["/", "/products", "/products/lamp", "/sale", "/products/stół", "/cart", "/help", "/about"]
    private static let funnels = [("f_checkout", "Checkout"), ("f_signup", "Sign-up"), ("f_retour", "Rückgabe")]
    private static let errors = [
        ("checkout", "TypeError", "total is undefined"), ("search", "TimeoutError", "no answer within 5 s"),
        ("gallery", "RangeError", "there is no picture 12"),
    ]

    func write(_ visit: Visit, to lines: inout DemoLines) {
        var random = visit.random
        let visitor = visit.visitor
        let location = "shop_\(visitor.tenant)"
        // Who was here before may still be logged in.
        var isKnown = visitor.isIdentifiable && !visit.isFirst && random.chance(0.4)
        for (index, moment) in visit.moments.enumerated() {
            let action = random.fraction()
            let identifies = visitor.isIdentifiable && !isKnown && action > 0.9
            if identifies { isKnown = true }
            let event = identifies ? "$identify" : action < 0.01 ? "$exception" : action < 0.6 || index == 0 ? "$pageview" : "$autocapture"
            let page = random.popular(Self.pages)
            lines.add("events") { row in
                row.set("uuid", Self.uuid(&random))
                row.set("event", event)
                row.set("distinct_id", isKnown ? visitor.email : visitor.id)
                row.set("timestamp", moment: moment)
                row.set("properties") { properties in
                    properties.set("location_id", location)
                    properties.set("$session_id", visit.id)
                    properties.set("$host", "\(location).example.com")
                    properties.set("$pathname", page)
                    properties.set("$current_url", "https://\(location).example.com\(page)")
                    if index == 0 { Self.write(visit.arrival, at: moment, prefix: "", to: &properties) }
                    Self.write(visit.arrival, at: visit.moments[0], prefix: "$session_entry_", to: &properties)
                    Self.write(visitor, to: &properties)
                    if random.chance(0.08) {
                        let (id, name) = random.popular(Self.funnels)
                        properties.set("funnel_id", id)
                        properties.set("funnel_name", name)
                    }
                    if identifies {
                        properties.set("$anon_distinct_id", visitor.id)
                        properties.set("$set") { $0.set("email", visitor.email) }
                        properties.set("$set_once") { $0.set("first_city", visitor.place.city) }
                    }
                    if event == "$exception" {
                        let (component, type, message) = random.popular(Self.errors)
                        properties.set("component", component)
                        properties.set("$exception_type", type)
                        properties.set("$exception_message", message)
                    }
                }
            }
        }
        // Some are recognised by another system, after the visit.
        guard visitor.isIdentifiable, !isKnown, random.chance(0.05), let last = visit.moments.last else { return }
        lines.add("identity_mappings") { row in
            row.set("location_id", location)
            row.set("anonymous_id", visitor.id)
            row.set("user_id", visitor.email)
            row.set("timestamp", moment: last)
        }
    }

    /// What an address and a browser tell of an arrival, under PostHog's names.
    private static func write(_ arrival: Arrival, at moment: Int64, prefix: String, to row: inout DemoRow) {
        let referrerPrefix = prefix.isEmpty ? "$" : prefix
        row.set("\(referrerPrefix)referrer", arrival.referrer.isEmpty ? "$direct" : arrival.referrer)
        let host = arrival.referrer.split(separator: "/").dropFirst().first.map { String($0) }
        row.set("\(referrerPrefix)referring_domain", host ?? "$direct")
        let parameters = [
            ("utm_source", arrival.source), ("utm_medium", arrival.medium), ("utm_campaign", arrival.campaign),
            ("utm_term", arrival.term), ("utm_content", arrival.content), (arrival.clickIDName, arrival.clickID),
        ]
        for (name, value) in parameters where !value.isEmpty { row.set(prefix + name, value) }
        if arrival.clickIDName == "fbclid" { row.set("\(prefix)fbclid_detected_at", Int(moment) + 12) }
    }

    private static func write(_ visitor: Visitor, to row: inout DemoRow) {
        row.set("$browser", visitor.device.browser)
        row.set("$os", visitor.device.operatingSystem)
        row.set("$device_type", visitor.device.kind)
        row.set("$browser_language", visitor.place.language)
        row.set("$geoip_country_code", visitor.place.country)
        row.set("$geoip_city_name", visitor.place.city)
    }

    private static func uuid(_ random: inout SeededGenerator) -> String {
        let digits = random.hexadecimal(16) + random.hexadecimal(16)
        return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(4))-4\(digits.dropFirst(13).prefix(3))-8\(digits.dropFirst(17).prefix(3))"
            + "-\(digits.dropFirst(20))"
    }
}
