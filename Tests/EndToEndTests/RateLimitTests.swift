// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// A server that takes only so many requests.
@Suite struct RateLimitTests {
    private static let files = ["a", "b"].map {
        DeploymentFile(path: "\($0).datasource", text: "SCHEMA >\n    `n` UInt64 `json:$.n`\n\nENGINE_SORTING_KEY n\n")
    }

    @Test func `events beyond the rate are refused, data source by data source, and every answer tells what is left`() async throws {
        try await withServer(arguments: ["--event-rate", "5"]) { server in
            _ = try await server.client().deploy(Self.files)
            let token = try await server.adminToken()
            var answers: [ServerFixture.Answer] = []
            let start = ContinuousClock.now
            repeat {
                answers.append(try await server.post("/v0/events?name=a", token: token, body: "{\"n\":\(answers.count)}"))
            } while answers.last?.status != 429 && answers.count < 1_000
            // What has come back meanwhile: one every fifth of a second.
            let refilled = Int((ContinuousClock.now - start) / .milliseconds(200))
            #expect((6...6 + refilled).contains(answers.count))
            #expect(answers.dropLast().allSatisfy { $0.status == 202 })
            #expect(answers[0].headers["x-ratelimit-limit"] == "5")
            #expect(answers[0].headers["x-ratelimit-remaining"] == "4")
            #expect(answers[0].headers["x-ratelimit-reset"] == "1")
            #expect(answers[0].headers["retry-after"] == nil)

            let refused = try #require(answers.last)
            #expect(
                refused.error == "too many requests: at most 5 requests with events for data source \"a\" a second, try again in 1 s")
            #expect(refused.headers["x-ratelimit-remaining"] == "0")
            #expect(refused.headers["x-ratelimit-reset"] == "1")
            #expect(refused.headers["retry-after"] == "1")
            // Another data source has its own; a bad request tells of it too; no other route is limited.
            let other = try await server.post("/v0/events?name=b&format=xml", token: token, body: "{}")
            #expect(other.status == 400 && other.headers["x-ratelimit-remaining"] == "4")
            #expect(try await server.get("/v0/sql?q=SELECT%201", token: token).headers["x-ratelimit-limit"] == nil)
            try await eventually("the bucket fills") {
                try await server.post("/v0/events?name=a", token: token, body: "{\"n\":1}").status == 202
            }
        }
    }

    @Test func `queries and imports have rates of their own, and a server that is told nothing has none`() async throws {
        try await withServer(arguments: ["--query-rate", "1000", "--import-rate", "2"]) { server in
            _ = try await server.client().deploy(Self.files)
            let token = try await server.adminToken()
            #expect(try await server.get("/v0/sql?q=SELECT%201", token: token).headers["x-ratelimit-limit"] == "1000")
            var answers: [ServerFixture.Answer] = []
            for number in 1...3 {
                let path = "/v0/datasources?mode=append&name=a&format=ndjson"
                answers.append(try await server.post(path, token: token, body: "{\"n\":\(number)}"))
            }
            #expect(answers.map(\.status) == [200, 200, 429])
            #expect(answers[2].headers["retry-after"].flatMap { Int($0) }.map { (20...30).contains($0) } == true)
            let events = try await server.post("/v0/events?name=a", token: token, body: "{\"n\":1}")
            #expect(events.status == 202 && events.headers["x-ratelimit-limit"] == nil)
        }
    }
}
