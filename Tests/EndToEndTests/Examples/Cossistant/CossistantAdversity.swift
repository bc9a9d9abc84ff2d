// Part of Martlet. Apache License 2.0; see LICENSE.

/// Events and calls that would make a careless pipe answer wrongly.
extension CossistantModel {
    private static let day = 86_400

    /// What goes wrong in the field, around a moment: the same ids in two websites, clocks that are ahead, late and repeated events,
    /// events of one second, cities in all scripts and without a name, coordinates that are none, durations below zero.
    static func adversity(around now: Int) -> CossistantModel {
        var model = CossistantModel(now: now)
        for website in ["site_1", "site_2"] {
            // Late: the newest comes first. The two of one second say different things.
            let shift = website == "site_1" ? 0 : 3
            model.visitorEvents += [
                VisitorEvent(
                    timestamp: now - 20, website: website, visitor: "anna", session: "s2", country: "BR", city: "São Paulo",
                    latitude: -23.5505, longitude: -46.6333 + Float(shift), device: "mobile", browser: "Safari"),
                VisitorEvent(
                    timestamp: now - 200, website: website, visitor: "anna", session: "s1", country: "FR", city: "Paris",
                    latitude: 48.8566, longitude: 2.3522),
                VisitorEvent(timestamp: now - 10, website: website, visitor: "anna"),
                VisitorEvent(
                    timestamp: now - 100, website: website, visitor: "bela", country: "JP", city: "東京", latitude: 35.6895,
                    longitude: 139.6917),
                VisitorEvent(
                    timestamp: now - 100, website: website, visitor: "bela", country: "JP", city: "大阪", latitude: 34.6937,
                    longitude: 135.5023, browser: "Firefox"),
                VisitorEvent(timestamp: now - 30, website: website, visitor: "no place", latitude: 0, longitude: 0),
                VisitorEvent(timestamp: now - 30, website: website, visitor: "a country", country: "DE"),
                VisitorEvent(timestamp: now - 30, website: website, visitor: "beyond", latitude: 91, longitude: 10),
                VisitorEvent(timestamp: now - 30, website: website, visitor: "equator", city: "Quito", latitude: 0, longitude: -78.5),
                VisitorEvent(
                    timestamp: now - 40, website: website, visitor: "'\"\\ ñ 👋🏽", city: "Köln 'Süd'", latitude: 50.9375, longitude: 6.9603),
                VisitorEvent(
                    timestamp: now - 50, website: website, visitor: "ñ", city: "Ko\u{308}ln", latitude: 50.9375, longitude: 6.9603),
                // A clock that is ahead: neither there yet, nor still there.
                VisitorEvent(timestamp: now + 3600, website: website, visitor: "ahead", city: "Oslo", latitude: 59.9, longitude: 10.7),
                VisitorEvent(timestamp: now - 3600, website: website, visitor: "gone", city: "Oslo", latitude: 59.9, longitude: 10.7),
                VisitorEvent(timestamp: now + 3600, website: website, visitor: "gone", city: "Oslo", latitude: 59.9, longitude: 10.7),
                // The last second of ten and of five minutes, and the one before.
                VisitorEvent(timestamp: now - 599, website: website, visitor: "ten", city: "Rome", latitude: 41.9, longitude: 12.5),
                VisitorEvent(timestamp: now - 600, website: website, visitor: "eleven", city: "Rome", latitude: 41.9, longitude: 12.5),
                VisitorEvent(timestamp: now - 299, website: website, visitor: "five", city: "Rome", latitude: 41.9, longitude: 12.5),
                VisitorEvent(timestamp: now - 300, website: website, visitor: "six", city: "Rome", latitude: 41.9, longitude: 12.5),
            ]
            model.visitorEvents += [25, 31].map {
                VisitorEvent(
                    timestamp: now - $0 * self.day, website: website, visitor: "far \($0)", city: "Lima", latitude: -12.05,
                    longitude: -77.04)
            }
            let ages = [0, 1, 6, 7, 8, 13, 14, 15, 20, 21, 22, 29, 30]
            for (index, age) in ages.enumerated() {
                // An hour within the limit, and for every other age a minute beyond it.
                let time = now - age * self.day + (index % 2 == 0 ? 3600 : -60)
                model.visitorEvents.append(VisitorEvent(timestamp: time, website: website, visitor: "day \(age)", session: "d\(age)"))
                let page = ["https://a.example/", "https://a.example/été?q=%20&x=1", ""][index % 3]
                let view = VisitorEvent(
                    timestamp: time, website: website, visitor: "day \(age % 4)", session: age % 2 == 0 ? "d\(age)" : "", type: "page_view",
                    page: page)
                model.visitorEvents += [view, view]
                let conversation = "\(website == "site_1" ? "" : "2 ")c\(index % 5)"
                let duration = Float([30, 0.5, 300, -12, 7_200][index % 5])
                let events = [("conversation_started", Float(0)), ("first_response", duration), ("conversation_resolved", duration * 10)]
                for (type, duration) in events {
                    let event = ConversationEvent(
                        timestamp: time, website: website, visitor: "anna", type: type, conversation: conversation, duration: duration)
                    model.conversationEvents += index % 4 == 0 ? [event, event] : [event]
                }
                for type in ["ai_resolved", "ai_resolved", "escalated", "feedback_submitted", "unheard_of"].prefix(index % 6) {
                    model.conversationEvents.append(
                        ConversationEvent(timestamp: time + index, website: website, type: type, conversation: conversation))
                }
            }
            for age in [60, 400] {
                model.conversationEvents.append(
                    ConversationEvent(
                        timestamp: now - age * self.day, website: website, type: "first_response", conversation: "old", duration: 42))
            }
            model.conversationEvents.append(
                ConversationEvent(timestamp: now + 600, website: website, type: "conversation_started", conversation: "ahead"))
        }
        return model
    }
}

extension CossistantModel.Call {
    private static let day = 86_400

    /// Calls with each plan, and periods of all kinds.
    static func all(website: String, around now: Int) -> [Self] {
        [nil, "free", "paid", "Paid", ""].map { Self(website: website, plan: $0) } + [
            Self(website: website, plan: "paid", from: now - 500 * self.day),
            Self(website: website, plan: "free", from: now - 500 * self.day),
            Self(website: website, plan: "free", from: 0, to: now + 500 * self.day),
            Self(website: website, plan: "paid", from: now - 14 * self.day, to: now - 7 * self.day),
            Self(
                website: website, plan: "paid", from: now - 7 * self.day, to: now, previousFrom: now - 30 * self.day,
                previousTo: now - 3 * self.day),
            Self(website: website, from: now, to: now - self.day),
            Self(website: website, minutes: 1),
            Self(website: website, plan: "paid", minutes: 120),
            Self(website: website, minutes: 0),
        ]
    }
}
