// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The Barely workspace: every endpoint of it answers what plain loops over the same events find.
@Suite struct BarelyTests {
    private static let project = repository.appending(path: "Examples/barely")
    private static let apps = ["cart", "fm", "link", "page"]

    /// The endpoints by the files there are.
    private static func endpoints() throws -> [String] {
        try Self.apps.flatMap { try FileManager.default.contentsOfDirectory(atPath: Self.project.appending(path: "endpoints/\($0)").path) }
            .map { String($0.dropLast(".pipe".count)) }.sorted()
    }

    private static let calls = [
        BarelyCall(workspace: "band", start: "2026-03-28", end: "2026-11-01", granularity: "month"),
        BarelyCall(
            workspace: "band", start: "2026-03-29", end: "2026-04-01", timeZone: TimeZone(identifier: "Europe/Madrid") ?? .gmt,
            granularity: "hour", filters: ["browser": ""]),
        BarelyCall(
            workspace: "label", start: "2026-10-25", end: "2026-10-26", timeZone: TimeZone(identifier: "Europe/Madrid") ?? .gmt,
            granularity: "hour", countsBots: true),
        BarelyCall(
            workspace: "label", start: "2026-03-28", end: "2026-10-26", timeZone: TimeZone(identifier: "Asia/Kolkata") ?? .gmt,
            granularity: "week", limit: 3, filters: ["utm_campaign": "50% off"]),
        BarelyCall(
            workspace: "workspace_0", start: "2026-03-01", end: "2026-06-01", timeZone: TimeZone(identifier: "America/New_York") ?? .gmt,
            granularity: "week"),
        BarelyCall(workspace: "nobody", start: "2026-03-28", end: "2026-03-30"),
    ]

    @Test func `every endpoint answers what the events say`() async throws {
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(try projectFiles(Self.project))
            let generated = try demoLines(of: "barely", rows: 4_000, until: 1_780_000_000_000)["barely_events"] ?? []
            let lines = try BarelyEvent.adversarialLines(count: 900, seed: 7) + generated
            // Sessions, and events that are sent twice, are split over requests.
            for first in stride(from: 0, to: lines.count, by: 200) {
                let receipt = try await client.append(lines[first...].prefix(200).joined(separator: "\n"), to: "barely_events")
                #expect(receipt.quarantinedRows == 0)
            }
            try await self.checkUnused(server, Self.endpoints())
            let events = try lines.map(BarelyEvent.init(line:))
            let token = try await server.adminToken()
            for endpoint in try Self.endpoints() {
                for (number, call) in Self.calls.enumerated() {
                    let answer = try await server.get("/v0/pipes/\(endpoint).json?\(call.query)", token: token)
                    let expected = try #require(BarelyAnswer(endpoint: endpoint, call: call, events: events).rows)
                    #expect(try answer.plainRows() == expected, "\(endpoint), call \(number): \(answer.body)")
                }
            }
            try await self.checkTokens(server)
            try await self.checkDefaultPeriod(server)
            try await self.checkUnused(server, [])
        }
    }

    /// Each endpoint has a token that reads it and nothing else.
    private func checkTokens(_ server: ServerFixture) async throws {
        let tokens = try await server.client().tokens()
        for endpoint in try Self.endpoints() {
            let token = try #require(tokens.first { $0.name.hasPrefix("\(endpoint)_endpoint_read_") })
            #expect(token.name.dropFirst("\(endpoint)_endpoint_read_".count).count == 4)
        }
        let browsers = try #require(tokens.first { $0.name == "v2_cart_browsers_endpoint_read_5053" }).text
        #expect(try await server.get("/v0/pipes/v2_cart_browsers.json?workspace_id=band", token: browsers).status == 200)
        #expect(try await server.get("/v0/pipes/v2_cart_cities.json?workspace_id=band", token: browsers).status == 403)
        #expect(try await server.get("/v0/sql?q=SELECT%20count()%20FROM%20barely_events", token: browsers).status == 403)
    }

    /// An endpoint that nobody has called is listed as such; figures are written behind the answers.
    private func checkUnused(_ server: ServerFixture, _ endpoints: [String]) async throws {
        let expected = ["name,last called,updated at"] + endpoints.map { "\($0),," }
        try await eventually("\(endpoints.count) endpoints are unused") {
            let listing = try await server.command("endpoint", "unused", "--match", "^v2_", "--format", "csv")
            let lines = listing.output.split(separator: "\n").map { String($0).replacing(/[-0-9]+ [:0-9]+$/, with: "") }
            return listing.status == 0 && lines == expected
        }
    }

    /// Without dates what has just happened is counted, and what happened a month ago is not.
    private func checkDefaultPeriod(_ server: ServerFixture) async throws {
        let days = [0, 28, 31]
        let lines = days.map { age in
            let time = plain(Date(timeIntervalSinceNow: -86_400 * Double(age)))
            return #"{"event_type":"page","workspace_id":"recent","timestamp":"\#(time)","visitor_id":"v\#(age)"}"#
        }
        try await server.client().append(lines.joined(separator: "\n"), to: "barely_events")
        for timezone in ["UTC", "Pacific/Auckland", "America/Los_Angeles"] {
            let call = "workspace_id=recent&timezone=\(timezone)"
            let total = try await server.get("/v0/pipes/v2_page_stats.json?\(call)", token: try await server.adminToken()).rows().first
            #expect(total?["visitors"] as? Int == 2)
            let days = try await server.get("/v0/pipes/v2_page_timeseries.json?\(call)", token: try await server.adminToken()).rows()
            #expect(days.count == 30 && days.last?["visitors"] as? Int == 1)
        }
    }
}
