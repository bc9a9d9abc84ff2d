// Part of Martlet. Apache License 2.0; see LICENSE.

/// Websites with a chat: visitors who are seen, look at pages, and sometimes ask something that AI or a person answers.
struct Cossistant: DemoWorkspace {
    static let name = "cossistant"
    static let tenants = 30
    static let days = 90

    private static let pages = ["/", "/pricing", "/docs", "/docs/widget", "/blog/été", "/changelog", "/sign-in"]
    /// One visitor in so many has a question.
    private static let curiosity = 0.12
    private static let aiShare = 0.55

    func write(_ visit: Visit, to lines: inout DemoLines) {
        // The widget is not loaded by programs.
        guard !visit.visitor.isBot else { return }
        var random = visit.random
        let website = "site_\(visit.visitor.tenant)"
        // Some networks tell no place.
        let isLocated = random.chance(0.95)
        var page = "/"
        for (index, moment) in visit.moments.enumerated() {
            if index == 0 || random.chance(0.5) { page = random.popular(Self.pages) }
            for type in index == 0 || random.chance(0.4) ? ["seen", "page_view"] : ["seen"] {
                lines.add("visitor_events") { row in
                    row.set("timestamp", moment: moment)
                    row.set("website_id", website)
                    row.set("visitor_id", visit.visitor.id)
                    row.set("session_id", visit.id)
                    row.set("event_type", type)
                    if isLocated {
                        row.set("country_code", visit.visitor.place.country)
                        row.set("city", visit.visitor.place.city)
                        row.set("latitude", visit.visitor.place.latitude)
                        row.set("longitude", visit.visitor.place.longitude)
                    }
                    row.set("device_type", visit.visitor.device.kind)
                    row.set("browser", visit.visitor.device.browser)
                    if type == "page_view" { row.set("page_url", "https://\(website).example.com\(page)") }
                }
            }
        }
        guard random.chance(Self.curiosity), let start = visit.moments.last else { return }
        self.writeConversation(of: visit, on: website, from: start, by: &random, to: &lines)
    }

    /// A question, its answer within seconds by AI, within minutes by a person, and mostly its end.
    private func writeConversation(
        of visit: Visit, on website: String, from start: Int64, by random: inout SeededGenerator, to lines: inout DemoLines
    ) {
        let conversation = "co_" + random.hexadecimal(16)
        let add = { (type: String, moment: Int64, duration: Int64?, lines: inout DemoLines) in
            guard moment <= visit.end else { return }
            lines.add("conversation_metrics") { row in
                row.set("timestamp", moment: moment)
                row.set("website_id", website)
                row.set("visitor_id", visit.visitor.id)
                row.set("event_type", type)
                row.set("conversation_id", conversation)
                if let duration { row.set("duration_seconds", Double(duration) / 1000) }
            }
        }
        add("conversation_started", start, nil, &lines)
        let isByAI = random.chance(Self.aiShare)
        let response = 1_000 + Int64(random.exponential(mean: isByAI ? 4_000 : 420_000))
        add("first_response", start + response, response, &lines)
        if !isByAI, random.chance(0.4) { add("escalated", start + response, nil, &lines) }
        guard random.chance(0.85) else { return }
        let resolution = response + Int64(random.exponential(mean: isByAI ? 180_000 : 5_400_000))
        add("conversation_resolved", start + resolution, resolution, &lines)
        if isByAI { add("ai_resolved", start + resolution, nil, &lines) }
        if random.chance(0.3) { add("feedback_submitted", start + resolution + 20_000, nil, &lines) }
    }
}
