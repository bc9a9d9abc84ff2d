// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto

/// Websites whose visitors read, click, and sign up.
struct MetricPal: DemoWorkspace {
    static let name = "metricpal"
    static let tenants = 20
    static let days = 180

    private static let pages = [
        "/", "/pricing", "/docs", "/blog/launch", "/features", "/about", "/blog/überblick", "/changelog", "/contact",
    ]
    private static let buttons = [
        ("a.nav-link", "Pricing"), ("button#cta", "Start for free"), ("a.footer", "Contact"), ("button.play", "▶ Demo"),
    ]

    func write(_ visit: Visit, to lines: inout DemoLines) {
        var random = visit.random
        let visitor = visit.visitor
        let site = "https://site\(visitor.tenant).example.com"
        var page = site + random.popular(Self.pages)
        var identity: (hash: String, domain: String)?
        for (index, moment) in visit.moments.enumerated() {
            let action = random.fraction()
            let isEntry = index == 0 || action < 0.5
            // Who is ready to say who he is signs up sooner or later; his earlier pages belong to him, too.
            let isSubmit = !isEntry && visitor.isIdentifiable && action > 0.9
            if isSubmit { identity = Self.identity(of: visitor.email) }
            if isEntry, index > 0 { page = site + random.popular(Self.pages) }
            lines.add("website_events") { row in
                row.set("timestamp", moment: moment)
                row.set("workspace_id", "workspace_\(visitor.tenant)")
                row.set("visitor_id", visitor.id)
                row.set("session_id", visit.id)
                row.set("action_type", isEntry ? "enter-page" : isSubmit ? "onsubmit" : "onclick")
                row.set("url", page)
                if isSubmit {
                    row.set("element", "form#signup")
                } else if !isEntry {
                    let (element, text) = random.popular(Self.buttons)
                    row.set("element", element)
                    row.set("text", text)
                }
                if isEntry, index == 0, !visit.arrival.source.isEmpty {
                    row.set("properties", #"{"utm_source":"\#(visit.arrival.source)","utm_campaign":"\#(visit.arrival.campaign)"}"#)
                }
                row.set("user_agent", visitor.device.userAgent)
                row.set("referrer", index == 0 ? visit.arrival.referrer : site + "/")
                if let identity {
                    row.set("email_hash", identity.hash)
                    row.set("email_domain", identity.domain)
                }
            }
            if isSubmit, let identity {
                lines.add("user_identities") { row in
                    row.set("workspace_id", "workspace_\(visitor.tenant)")
                    row.set("visitor_id", visitor.id)
                    row.set("email_hash", identity.hash)
                    row.set("email_domain", identity.domain)
                    row.set("identified_at", moment: moment)
                }
            }
        }
    }

    /// What is kept of an address: its SHA-256 and its domain.
    private static func identity(of email: String) -> (hash: String, domain: String) {
        let digest = SHA256.hash(data: Array(email.utf8))
        let hash = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return (hash, String(email.split(separator: "@").last ?? ""))
    }
}
