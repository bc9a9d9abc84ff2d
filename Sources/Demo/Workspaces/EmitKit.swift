// Part of Martlet. Apache License 2.0; see LICENSE.

/// Organizations whose products tell what their users do.
struct EmitKit: DemoWorkspace {
    static let name = "emitkit"
    static let tenants = 30
    /// Longer than the basic tier shows, shorter than events are kept.
    static let days = 390

    /// What happens: the channel, the title and the tags; the most frequent first.
    private static let happenings = [
        ("usage", "Report opened", ["report"]), ("usage", "Deployment finished", ["deploy"]),
        ("signups", "Colleague invited", ["invited"]), ("billing", "Invoice paid", ["invoice"]),
        ("billing", "Invoice failed", ["invoice", "alert"]), ("usage", "Exporté", ["export", "été"]),
    ]

    func write(_ visit: Visit, to lines: inout DemoLines) {
        let visitor = visit.visitor
        guard !visitor.isBot else { return }
        var random = visit.random
        let organization = "org_\(visitor.tenant)"
        let tier = ["basic", "premium", "unlimited"][visitor.tenant % 3]
        // Who says who he is does so on the way: what he did before is his, too.
        let login = visitor.isIdentifiable ? random.rank(of: visit.moments.count) : visit.moments.count
        for (index, moment) in visit.moments.enumerated() {
            let isSignup = visit.isFirst && index == 0
            let (channel, title, tags) = isSignup ? ("signups", "Signed up", ["signup"]) : random.popular(Self.happenings)
            lines.add("events") { row in
                row.set("id", "\(visit.id)_\(index)")
                row.set("organization_id", organization)
                row.set("site_id", "site_\(visitor.tenant % 2)")
                row.set("channel_id", channel)
                row.set("retention_tier", tier)
                row.set("title", title)
                row.set("tags", tags)
                row.set("metadata", #"{"plan":"\#(visitor.number % 4 == 0 ? "pro" : "free")","country":"\#(visitor.place.country)"}"#)
                // Some things happen without anybody.
                if !random.chance(0.1) { row.set("user_id", index >= login ? visitor.email : visitor.id) }
                row.set("created_at", moment: moment)
            }
            guard index == login else { continue }
            lines.add("identities") { row in
                row.set("organization_id", organization)
                row.set("alias", visitor.id)
                row.set("user_id", visitor.email)
                row.set("created_at", moment: moment)
            }
        }
    }
}
