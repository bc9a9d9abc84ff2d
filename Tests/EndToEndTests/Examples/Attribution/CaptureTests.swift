// Part of Martlet. Apache License 2.0; see LICENSE.

import Compression
import Foundation
import MartletClient
import Testing

/// PostHog's routes, fed by its own client and by hand, and what the attribution workspace makes of that.
@Suite struct CaptureTests {
    private static let project = repository.appending(path: "Examples/attribution")

    @Test func `PostHog's Python client feeds the workspace unchanged`() async throws {
        try await self.withWorkspace { server, key, calls in
            let peer = try await Program.run(["posthog"], of: repository.appending(path: "scripts/peer").path, within: .seconds(300))
            let python = repository.appending(path: peer.output.trimmingCharacters(in: .whitespacesAndNewlines)).path
            let script = repository.appending(path: "Conformance/posthog_client.py").path
            let result = try await Program.run([script, server.url, key], of: python, within: .seconds(120))
            let flows = "capture identify alias set exception batch flags wrong_key"
            #expect(result.output.split(separator: "\n") == flows.split(separator: " "), "\(result.errors)")
            try await eventually("all events are stored") {
                try await self.query("SELECT count() AS n FROM events", server).first?["n"] as? Int == 249
            }
            // The views of a batch are filled one after the other.
            try await eventually("the views are filled") {
                let stored = try await calls.rows("location_metrics", [:]).compactMap { $0["events"] as? Int }.reduce(0, +)
                let ids = try await calls.rows("user_attribution_optimized", ["distinct_id": "anon-2"]).first?["distinct_ids"]
                let properties = try await calls.rows("user_profiles_api", ["distinct_id": "user-1"]).first?["properties"]
                let errors = try await calls.rows("error_monitoring", [:])
                return stored == 249 && (ids as? [String])?.count == 3 && (properties as? [String: String])?.count == 3 && !errors.isEmpty
            }
            let person = try await calls.rows("user_attribution_optimized", ["distinct_id": "anon-2"]).first
            #expect(person?["user_id"] as? String == "user-1")
            #expect(person?["distinct_ids"] as? [String] == ["anon-1", "anon-2", "user-1"])
            #expect(person?["first_touch_channel"] as? String == "google_ads")
            #expect(person?["last_touch_channel"] as? String == "utm")
            #expect(person?["last_utm_campaign"] as? String == "året")
            #expect(person?["gclid"] as? String == "g1")
            let profile = try await calls.rows("user_profiles_api", ["distinct_id": "user-1"]).first
            #expect(profile?["properties"] as? [String: String] == ["first_page": "/", "name": "Zoë", "plan": "pro"])
            let error = try await calls.rows("error_monitoring", [:]).first
            #expect(error?["error_type"] as? String == "ValueError")
            #expect(error?["component"] as? String == "cart")
            #expect(error?["messages"] as? [String] == ["there is no lamp 12"])
        }
    }

    @Test func `bodies come in every wrapping, once, and by our clock`() async throws {
        try await self.withWorkspace { server, key, calls in
            try await self.checkWrappings(server, key)
            try await self.checkRepetitions(server, key)
            try await self.checkClocks(server, key, calls)
            try await self.checkRefusals(server, key)
        }
    }

    private func checkWrappings(_ server: ServerFixture, _ key: String) async throws {
        func event(_ id: String) -> String {
            #"{"event":"wrapped","distinct_id":"\#(id)","properties":{"token":"\#(key)","location_id":"sdk","n":9007199254740993}}"#
        }
        func base64(_ id: String) -> String { Data(event(id).utf8).base64EncodedString() }
        let escaped = base64("form").replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
        let gzip = try Data(Gzip.compress(Array(event("gzip-js").utf8)))
        let bodies: [(path: String, body: Data, headers: [String: String])] = [
            ("/e/", Data(event("plain").utf8), [:]),
            ("/e/?ip=1&compression=gzip-js", gzip, ["Content-Type": "text/plain"]),
            ("/capture", try Data(Gzip.compress(Array(event("encoded").utf8))), ["Content-Encoding": "gzip"]),
            ("/i/v0/e/", Data("data=\(escaped)&compression=base64".utf8), ["Content-Type": "application/x-www-form-urlencoded"]),
            ("/e", Data("[\(event("first")),\(event("second"))]".utf8), [:]),
            ("/batch/", Data(#"{"api_key":"\#(key)","batch":[\#(event("batch"))]}"#.utf8), [:]),
        ]
        for (path, body, headers) in bodies {
            let answer = try await server.request("POST", path, body: body, headers: headers)
            #expect(answer.status == 200 && answer.body == #"{"status":1}"#, "\(path): \(answer.body)")
        }
        let url = base64("url").replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        // As the address of an image, which is one pixel.
        let image = try await server.get("/e/?data=\(url)&ip=1&_=\(Int(Date().timeIntervalSince1970 * 1_000))&ver=1.57.2&img=1")
        #expect(image.status == 200 && image.headers["content-type"] == "image/gif" && image.body.hasPrefix("GIF89a\u{1}\0\u{1}\0"))
        #expect(try await server.post("/e/?beacon=1", body: event("beacon")).status == 204)
        let ids = ["batch", "beacon", "encoded", "first", "form", "gzip-js", "plain", "second", "url"]
        try await eventually("all are stored") { try await self.ids(of: "wrapped", server) == ids }
        let number = "SELECT any(JSONExtractRaw(properties, 'n')) AS n, any(JSONHas(properties, 'token')) AS has FROM events"
        let row = try await self.query(number, server).first
        #expect(row?["n"] as? String == "9007199254740993")
        // The key opens the door; it is no part of what is kept.
        #expect(row?["has"] as? Int == 0)
    }

    /// A batch that is sent again has other times of sending in it, but the same events.
    private func checkRepetitions(_ server: ServerFixture, _ key: String) async throws {
        func batch(_ sentAt: String, uuids: [String]) -> String {
            let events = uuids.map {
                #"{"uuid":"\#($0)","event":"repeated","distinct_id":"\#($0)","timestamp":"2025-03-01T10:00:00Z","properties":{"location_id":"sdk"}}"#
            }
            return #"{"api_key":"\#(key)","sent_at":"\#(sentAt)","batch":[\#(events.joined(separator: ","))]}"#
        }
        for sentAt in ["2025-03-01T10:00:01Z", "2025-03-01T10:00:07.5+00:00"] {
            #expect(try await server.post("/batch/", body: batch(sentAt, uuids: ["r1", "r2"])).status == 200)
        }
        #expect(try await server.post("/batch/", body: batch("2025-03-01T10:00:09Z", uuids: ["r3"])).status == 200)
        try await eventually("each is stored once") { try await self.ids(of: "repeated", server) == ["r1", "r2", "r3"] }
    }

    private func checkClocks(_ server: ServerFixture, _ key: String, _ calls: AttributionCalls) async throws {
        let before = Date()
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        // This client's clock is two days behind; the event happened a minute before it was sent.
        let sent = before.addingTimeInterval(-172_800)
        let skewed = """
            {"api_key":"\(key)","sent_at":"\(sent.formatted(style))","batch":[{"event":"timed","distinct_id":"skewed",\
            "timestamp":"\(sent.addingTimeInterval(-60).formatted(style))","properties":{"location_id":"sdk"}}]}
            """
        let offset = #"{"api_key":"\#(key)","event":"timed","distinct_id":"offset","offset":60000,"properties":{"location_id":"sdk"}}"#
        let exact = """
            {"api_key":"\(key)","event":"timed","distinct_id":"exact","timestamp":"2025-03-01T10:00:00.250+01:00",\
            "properties":{"location_id":"sdk"}}
            """
        for body in [skewed, offset, exact] { #expect(try await server.post("/capture/", body: body).status == 200) }
        try await eventually("all are stored") { try await self.ids(of: "timed", server) == ["exact", "offset", "skewed"] }
        for id in ["skewed", "offset", "exact"] {
            try await eventually("\(id) is somebody") { try await !calls.rows("user_profile_events", ["distinct_id": id]).isEmpty }
        }
        for id in ["skewed", "offset"] {
            let text = try await calls.rows("user_profile_events", ["distinct_id": id]).first?["timestamp"] as? String ?? ""
            let seconds = Double(PlainEvent.milliseconds(text)) / 1_000 - before.timeIntervalSince1970
            #expect((-60.1...(-30)).contains(seconds), "\(id): \(text)")
        }
        #expect(
            try await calls.rows("user_profile_events", ["distinct_id": "exact"]).first?["timestamp"] as? String
                == "2025-03-01 09:00:00.250")
    }

    private func checkRefusals(_ server: ServerFixture, _ key: String) async throws {
        let wrong = try await server.post("/batch/", body: #"{"api_key":"phc_x","batch":[{"event":"x","distinct_id":"y"}]}"#)
        #expect(wrong.status == 401)
        #expect(try wrong.json()["code"] as? String == "invalid_api_key")
        let reader = try await server.token("attribution_dashboard")
        let refused = try await server.post("/e/?name=events", body: #"{"api_key":"\#(reader)","event":"x","distinct_id":"y"}"#)
        #expect(refused.status == 403 && refused.error == "token is missing the scope DATASOURCES:APPEND:events")
        let services = try await server.token("attribution_services")
        let unclear = try await server.post("/e/", body: #"{"api_key":"\#(services)","event":"x","distinct_id":"y"}"#)
        #expect(unclear.status == 400 && unclear.error?.hasPrefix("which data source is meant?") == true)
        for body in ["", "{", "7", "data=%%%", #"{"api_key":"\#(key)","batch":7}"#, #"[7]"#, String(repeating: "[", count: 100_000)] {
            #expect(try await server.post("/e/", body: body).status == 400, "\(body.prefix(40))")
        }
        let bomb = try Data(Gzip.compress([UInt8](repeating: 0x20, count: 11 << 20)))
        #expect(try await server.request("POST", "/e/?compression=gzip-js", body: bomb).status == 413)
    }

    private func ids(of event: String, _ server: ServerFixture) async throws -> [String] {
        let rows = try await self.query("SELECT distinct_id FROM events WHERE event = '\(event)' ORDER BY distinct_id", server)
        return rows.compactMap { $0["distinct_id"] as? String }
    }

    private func query(_ sql: String, _ server: ServerFixture) async throws -> [[String: Any]] {
        try await server.post("/v0/sql", token: server.adminToken(), body: sql).rows()
    }

    private func withWorkspace(_ body: (ServerFixture, String, AttributionCalls) async throws -> Void) async throws {
        try await withServer(arguments: ["--project", Self.project.path]) { server in
            try await eventually("the project is deployed") { server.program.outputText.contains("is deployed") }
            let dashboard = try await server.token("attribution_dashboard")
            try await body(
                server, try await server.token("attribution_capture"), AttributionCalls(server: server, token: dashboard, location: "sdk"))
        }
    }
}
