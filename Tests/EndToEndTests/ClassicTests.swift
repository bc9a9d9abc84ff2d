// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// A project of the Classic generation, deployed as it is.
@Suite struct ClassicTests {
    private static let project = [
        DeploymentFile(
            path: "datasources/events__v1.datasource",
            text: "VERSION 1\nINCLUDE \"columns.incl\" \"NUMBER=UInt64\"\nENGINE \"MergeTree\"\nENGINE_SORTING_KEY \"n\"\n"),
        DeploymentFile(
            path: "datasources/columns.incl", text: "SCHEMA >\n    `ts` DateTime `json:$.ts`,\n    `n` $NUMBER `json:$.n`\n\n"),
        DeploymentFile(
            path: "pipes/daily.pipe",
            text: """
                NODE daily_0
                SQL >
                    SELECT toDate(ts) AS day, countState() AS hits, sumState(n) AS total FROM events GROUP BY day

                TYPE materialized
                DATASOURCE daily_mv
                ENGINE "AggregatingMergeTree"
                ENGINE_PARTITION_KEY "toYYYYMM(day)"
                ENGINE_SORTING_KEY "day"
                """),
        DeploymentFile(
            path: "pipes/top.pipe",
            text: """
                NODE endpoint
                SQL >
                    SELECT day, countMerge(hits) AS hits, sumMerge(total) AS total FROM daily_mv GROUP BY day ORDER BY day

                TYPE endpoint
                """),
    ]

    @Test func `versions, included files and targets described by their nodes are served`() async throws {
        let folder = try ServerFixture.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var server = try await ServerFixture.start(in: folder)
        let receipt = try await server.client().deploy(Self.project)
        #expect(receipt.deployment.changes.newDataSources.sorted() == ["daily_mv", "events__v1"])
        let rows = "{\"ts\": \"2026-01-01 00:00:00\", \"n\": 3}\n{\"ts\": \"2026-01-01 01:00:00\", \"n\": 4}\n"
        #expect(try await server.post("/v0/events?name=events&wait=true", token: try await server.adminToken(), body: rows).status == 200)
        let answer = "\"day\",\"hits\",\"total\"\n\"2026-01-01\",2,7\n"
        #expect(try await server.get("/v0/pipes/top.csv", token: try await server.adminToken()).body == answer)
        #expect(try await server.client().deploy(Self.project).result == "no_changes")

        // What is kept of the project means the same at the next start.
        try await server.stop()
        server = try await ServerFixture.start(in: folder)
        #expect(try await server.get("/v0/pipes/top.csv", token: try await server.adminToken()).body == answer)
        #expect(
            try await server.post("/v0/events?name=events__v1&wait=true", token: try await server.adminToken(), body: rows).status == 200)
        #expect(try await server.get("/v0/pipes/top.csv", token: try await server.adminToken()).body.hasSuffix("2026-01-01\",4,14\n"))
        try await server.stop()
    }
}
