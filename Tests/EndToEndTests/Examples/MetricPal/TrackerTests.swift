// Part of Martlet. Apache License 2.0; see LICENSE.

import Compression
import Foundation
import Testing

/// The tracker: how it is served, and what it reports of a visit in Chromium.
@Suite struct TrackerTests {
    /// A request that was answered by an error.
    private struct Refusal: Decodable {
        let url: String
        /// Milliseconds since 1970.
        let time: Double
    }

    /// What the visit in Tests/Browser/tracker.mjs tells of itself.
    private struct Visit: Decodable {
        let origin: String
        let visitor: String
        let first: String
        let second: String
        let refused: [Refusal]
        let unacknowledged: Int
        let exceptions: [String]
    }

    @Test func `what a visitor does in Chromium is in the data sources, once`() async throws {
        try await MetricPalScene.run { scene in
            try await self.askForScript(scene.server)
            let run = try await Program.run(
                ["node", repository.appending(path: "Tests/Browser/tracker.mjs").path], of: "/usr/bin/env",
                environment: ["MARTLET_URL": scene.server.url, "TOKEN": scene.app, "WORKSPACE_ID": "workspace_web"], within: .seconds(120))
            #expect(run.status == 0, "\(run.errors)")
            let visit = try JSONDecoder().decode(Visit.self, from: Data(run.output.utf8))
            #expect(visit.exceptions.isEmpty)
            #expect(visit.first != visit.second)
            #expect(visit.unacknowledged == 1)
            // The key is in the address; half a second is the least time until the first repetition.
            #expect(visit.refused.count == 2 && Set(visit.refused.map(\.url)).count == 1)
            #expect((visit.refused.last?.time ?? 0) - (visit.refused.first?.time ?? 0) >= 500)

            let columns = MetricPalModel.userJourneyColumns
            var journey: [[String]] = []
            try await eventually("the visit is stored") {
                journey = try await scene.rows(
                    "user_journey", ["workspace_id": "workspace_web", "visitor_id": visit.visitor], columns: columns)
                return journey.count >= 13
            }
            let events = journey.map { row in
                let fields = Dictionary(uniqueKeysWithValues: zip(columns, row))
                let session = fields["session_id"] == visit.first ? 1 : fields["session_id"] == visit.second ? 2 : 0
                let parts = ["action_type", "url", "element", "text"].map { fields[$0] ?? "" }
                return "\(session) \(parts.joined(separator: " "))".replacing(visit.origin, with: "").trimmingCharacters(in: .whitespaces)
            }
            #expect(
                events == [
                    "1 enter-page /start?email=[email]&token=[removed]&page=1",
                    "1 enter-page /products",
                    "1 enter-page /products/7",
                    "1 enter-page /products",
                    "1 onclick /products #buy Buy now 🎉",
                    "1 onclick /products html > body > main > section:nth-of-type(2) > p:nth-of-type(2) Write to [email]",
                    "1 onclick /products #send Send",
                    "1 onsubmit /products #demo",
                    "1 enter-page /offline",
                    "1 enter-page /refused",
                    "1 enter-page /unload",
                    "2 enter-page /later",
                    "2 enter-page /reloaded",
                ])
            let submit = Dictionary(uniqueKeysWithValues: zip(columns, journey[7]))
            #expect(submit["properties"] == #"{"note":"or [number]/27","city":"Zürich","plan":"pro"}"#)
            // The SHA-256 of "eve@globex.com".
            let hash = "e71d6dcd9c0edec8fcfaabf4128ed6e44fec67d5203d562612245d49f029dae1"
            #expect(journey.allSatisfy { $0.suffix(2) == [hash, "globex.com"] })
            let referrers = journey.map { ($0[columns.firstIndex(of: "referrer") ?? 0]).replacing(visit.origin, with: "") }
            #expect(referrers.prefix(3) == ["", "/start?email=[email]&token=[removed]&page=1", "/products"])

            let everything = try await scene.server.engine("SELECT * FROM \(scene.server.table(of: "website_events"))")
            for secret in ["geheim", "4111111111111111", "5500", "eve@", "ann@", "hidden-value", "/private", scene.app] {
                #expect(!everything.lowercased().contains(secret), "\(secret)")
            }
        }
    }

    private func askForScript(_ server: ServerFixture) async throws {
        let script = try await server.get("/tracker.js")
        #expect(script.status == 200)
        #expect(script.headers["content-type"] == "text/javascript; charset=utf-8")
        #expect(script.headers["cache-control"] == "public, max-age=3600")
        #expect(script.headers["access-control-allow-origin"] == "*")
        #expect(try Gzip.compress(Array(script.body.utf8)).count < 3000)
        let compressed = try await server.request("GET", "/tracker.js", headers: ["Accept-Encoding": "gzip"])
        #expect(compressed.headers["content-encoding"] == "gzip")
        let tag = try #require(script.headers["etag"])
        let again = try await server.request("GET", "/tracker.js", headers: ["If-None-Match": tag])
        #expect(again.status == 304 && again.body.isEmpty)
        #expect(try await server.request("GET", "/tracker.js", headers: ["If-None-Match": "\"other\""]).status == 200)
    }
}
