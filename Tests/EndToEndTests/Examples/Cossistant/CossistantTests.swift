// Part of Martlet. Apache License 2.0; see LICENSE.

import Demo
import Foundation
import Testing

/// Cossistant: the numbers of an inbox, presence and places, plans, cancellation, and the globe.
@Suite struct CossistantTests {
    private static let day = 86_400

    /// The same around a crowd's visits, in which nothing is wrong.
    private static func crowd(until now: Int) throws -> CossistantModel {
        var model = CossistantModel.adversity(around: now)
        let workspace = try #require(DemoWorkspaces.named("cossistant"))
        for lines in DemoEvents(of: workspace, rows: 6_000, seed: 7, until: Int64(now) * 1000).joined() {
            for line in lines.bytes.split(separator: UInt8(ascii: "\n")) {
                let row = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
                switch lines.dataSource {
                case "visitor_events": model.visitorEvents.append(VisitorEvent(row))
                default: model.conversationEvents.append(ConversationEvent(row))
                }
            }
        }
        return model
    }

    @Test func `every endpoint answers what plain loops over the same events do`() async throws {
        try await CossistantScene.with { scene in
            let now = Int(Date().timeIntervalSince1970)
            let model = try Self.crowd(until: now)
            #expect(model.visitorEvents.count > 5_000 && model.conversationEvents.count > 200)
            // What is older than 30 days is still stored, and must not be seen.
            try await scene.server.holdExpiredRows(of: "visitor_events")
            // Two requests each, the later events in the first.
            for half in [model.visitorEvents.suffix(40), model.visitorEvents.dropLast(40)] {
                try await scene.sendEvent("visitor_events", half.map(\.row))
            }
            for half in [model.conversationEvents.suffix(30), model.conversationEvents.dropLast(30)] {
                try await scene.sendEvent("conversation_metrics", half.map(\.row))
            }
            for call in ["site_0", "site_1", "site_2", "nobody's"].flatMap({ CossistantModel.Call.all(website: $0, around: now) }) {
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
            let model = CossistantModel.adversity(around: now)
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
