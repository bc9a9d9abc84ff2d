// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Cossistant: the numbers of an inbox, presence and places, plans, cancellation, and the globe.
@Suite struct CossistantTests {
    private static let day = 86_400

    /// What goes wrong in the field, around a moment: the same ids in two websites, clocks that are ahead, late and repeated events,
    /// events of one second, cities in all scripts and without a name, coordinates that are none, durations below zero.
    private static func adversity(around now: Int) -> CossistantModel {
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

    /// Calls with each plan, and periods of all kinds.
    private static func calls(website: String, around now: Int) -> [CossistantModel.Call] {
        [nil, "free", "paid", "Paid", ""].map { CossistantModel.Call(website: website, plan: $0) } + [
            CossistantModel.Call(website: website, plan: "paid", from: now - 500 * self.day),
            CossistantModel.Call(website: website, plan: "free", from: now - 500 * self.day),
            CossistantModel.Call(website: website, plan: "free", from: 0, to: now + 500 * self.day),
            CossistantModel.Call(website: website, plan: "paid", from: now - 14 * self.day, to: now - 7 * self.day),
            CossistantModel.Call(
                website: website, plan: "paid", from: now - 7 * self.day, to: now, previousFrom: now - 30 * self.day,
                previousTo: now - 3 * self.day),
            CossistantModel.Call(website: website, from: now, to: now - self.day),
            CossistantModel.Call(website: website, minutes: 1),
            CossistantModel.Call(website: website, plan: "paid", minutes: 120),
            CossistantModel.Call(website: website, minutes: 0),
        ]
    }

    @Test func `every endpoint answers what plain loops over the same events do`() async throws {
        try await CossistantScene.with { scene in
            let now = Int(Date().timeIntervalSince1970)
            let model = Self.adversity(around: now)
            // What is older than 30 days is still stored, and must not be seen.
            try await scene.server.holdExpiredRows(of: "visitor_events")
            // Two requests each, the later events in the first.
            for half in [model.visitorEvents.suffix(40), model.visitorEvents.dropLast(40)] {
                try await scene.sendEvent("visitor_events", half.map(\.row))
            }
            for half in [model.conversationEvents.suffix(30), model.conversationEvents.dropLast(30)] {
                try await scene.sendEvent("conversation_metrics", half.map(\.row))
            }
            for call in ["site_1", "site_2", "nobody's"].flatMap({ Self.calls(website: $0, around: now) }) {
                try await scene.expect("inbox_analytics", call, at: now, model.inboxAnalytics(call))
                try await scene.expect("unique_visitors", call, at: now, model.uniqueVisitors(call))
                try await scene.expect("page_views", call, at: now, model.pageViews(call))
                try await scene.expect("active_visitors", call, at: now, model.activeVisitors(call))
                try await scene.expect("visitor_locations", call, at: now, model.visitorLocations(call))
            }
        }
    }

    @Test func `the workspace passes its own tests`() async throws {
        try await withServer { server in
            let run = try await server.command("test", "run", "--folder", CossistantScene.project.path)
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output.contains("5/5 passed"))
        }
    }

    @Test func `a token sees its website and plan, a cancelled website is gone, and the globe is told of a visitor`() async throws {
        try await CossistantScene.with { scene in
            let now = Int(Date().timeIntervalSince1970)
            let model = Self.adversity(around: now)
            try await scene.sendEvent("visitor_events", model.visitorEvents.map(\.row))
            try await scene.sendEvent("conversation_metrics", model.conversationEvents.map(\.row))
            try await self.checkPlans(scene, around: now)
            try await self.checkGlobe(scene)
            try await self.checkCancellation(scene)
        }
    }

    /// A free token gets no more whatever it sends, and nothing of another website.
    private func checkPlans(_ scene: CossistantScene, around now: Int) async throws {
        let pipes = ["inbox_analytics", "unique_visitors", "page_views", "active_visitors", "visitor_locations"]
        let free = try await scene.webToken(website: "site_1", plan: "free", pipes: pipes)
        let paid = try await scene.webToken(website: "site_1", plan: "paid", pipes: pipes)
        let period = "date_from=2020-01-01&date_to=\((now - Self.day).dateTime.replacing(" ", with: "T"))Z&minutes=100000"
        for pipe in pipes {
            let answer = { (token: String, more: String) in
                let answer = try await scene.server.get("/v0/pipes/\(pipe).ndjson?\(period)\(more)", token: token)
                #expect(answer.status == 200, "\(answer.body)")
                return answer.body
            }
            let honest = try await answer(free, "")
            for more in ["&plan=paid", "&plan=paid&plan=paid", "&website_id=site_2", "&website_id=site_2&plan=paid"] {
                #expect(try await answer(free, more) == honest, "\(pipe) \(more)")
            }
            let posted = try await scene.server.post(
                "/v0/pipes/\(pipe).ndjson?\(period)", token: free, body: #"{"plan":"paid","website_id":"site_2"}"#)
            #expect(posted.body == honest)
            let query = "SELECT%20*%20FROM%20\(pipe)%20FORMAT%20JSONEachRow"
            #expect(try await scene.server.get("/v0/sql?q=\(query)&\(period)&plan=paid", token: free).body == honest)
            // The limit is one: more is there for those who pay.
            #expect(try await answer(paid, "") != honest, "\(pipe)")
            #expect(try await scene.server.get("/v0/sql?q=SELECT%20*%20FROM%20visible_visitor_events", token: free).status == 403)
        }
    }

    /// The stream of points changes because of an event, without being asked.
    private func checkGlobe(_ scene: CossistantScene) async throws {
        let token = try await scene.webToken(website: "site_3", plan: "free", pipes: ["visitor_locations"])
        let globe = try await EventStream(scene.server, "/v0/pipes/visitor_locations.sse", token: token)
        #expect(try await globe.events(1).first?.rows.isEmpty == true)
        let reykjavik = VisitorEvent(
            timestamp: Int(Date().timeIntervalSince1970), website: "site_3", visitor: "freyja", city: "Reykjavík", latitude: 64.1466,
            longitude: -21.9426)
        var elsewhere = reykjavik
        elsewhere.website = "site_4"
        try await scene.sendEvent("visitor_events", [elsewhere.row, reykjavik.row])
        let points = try await globe.events(2)[1].rows
        #expect(points.map { $0["city"] as? String } == ["Reykjavík"])
        #expect(points.first?["visitors"] as? Int == 1)
        #expect(points.first?["last_seen"] as? String == reykjavik.timestamp.dateTime)
    }

    /// Cancelling takes the rows of one website from both data sources, and returns when they are gone.
    private func checkCancellation(_ scene: CossistantScene) async throws {
        let count = { (dataSource: String, website: String) in
            let query = "SELECT%20count()%20AS%20n%20FROM%20\(dataSource)%20WHERE%20website_id%20=%20'\(website)'"
            return try await scene.server.get("/v0/sql?q=\(query)", token: scene.admin).rows().first?["n"] as? Int
        }
        for dataSource in ["visitor_events", "conversation_metrics"] {
            #expect(try await scene.deleteByFilter(dataSource, "website_id = 'site_1'", token: scene.append).status == 403)
            let (before, others) = (try await count(dataSource, "site_1"), try await count(dataSource, "site_2"))
            #expect(before ?? 0 > 0)
            let deleted = try await scene.deleteByFilter(dataSource, "website_id = 'site_1'")
            #expect(deleted.status == 200, "\(deleted.body)")
            #expect(try await count(dataSource, "site_1") == 0)
            #expect(try await count(dataSource, "site_2") == others)
        }
        let rows = try await scene.queryPipe("unique_visitors", ["website_id": "site_1", "plan": "paid"])
        #expect(rows.map { $0["unique_visitors"] as? Int } == [0, 0])
    }
}
