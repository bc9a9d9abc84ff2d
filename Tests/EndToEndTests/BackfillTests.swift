// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// What a deployment does with rows that are there already.
@Suite struct BackfillTests {
    private static let events = DeploymentFile(
        path: "events.datasource", text: "SCHEMA >\n    `n` UInt64 `json:$.n`,\n    `k` String `json:$.k`\n\nENGINE_SORTING_KEY n\n")
    private static let view = [
        DeploymentFile(
            path: "totals.datasource",
            text:
                "SCHEMA >\n    `k` String,\n    `total` AggregateFunction(sum, UInt64)\n\nENGINE AggregatingMergeTree\nENGINE_SORTING_KEY k\n"
        ),
        DeploymentFile(
            path: "totals_mv.pipe",
            text: "NODE m\nSQL >\n    SELECT k, sumState(n) AS total FROM events GROUP BY k\nTYPE materialized\nDATASOURCE totals\n"),
    ]

    @Test func `a new materialized view is filled from the rows before it and keeps up with those after it`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let rows = "{\"n\": 1, \"k\": \"a\"}\n{\"n\": 2, \"k\": \"b\"}\n{\"n\": 4, \"k\": \"a\"}\n"
            _ = try await server.client().deploy([Self.events])
            #expect(try await server.post("/v0/events?name=events&wait=true", token: token, body: rows).status == 200)
            _ = try await server.client().deploy([Self.events] + Self.view)
            let totals = "/v0/sql?q=SELECT%20k,%20sumMerge(total)%20AS%20t%20FROM%20totals%20GROUP%20BY%20k%20ORDER%20BY%20k%20FORMAT%20CSV"
            #expect(try await server.get(totals, token: token).body == "\"a\",5\n\"b\",2\n")
            #expect(try await server.post("/v0/events?name=events&wait=true", token: token, body: rows).status == 200)
            #expect(try await server.get(totals, token: token).body == "\"a\",10\n\"b\",4\n")
        }
    }

    @Test func `a deployment reads and materializes the columns that it adds, and takes them back when it fails`() async throws {
        let wider = DeploymentFile(
            path: Self.events.path,
            text:
                "SCHEMA >\n    `n` UInt64 `json:$.n`,\n    `k` String `json:$.k`,\n    `m` UInt8 `json:$.m` DEFAULT 3\n\nENGINE_SORTING_KEY n\n"
        )
        let endpoint = DeploymentFile(path: "sum_m.pipe", text: "NODE s\nSQL >\n    SELECT sum(m) AS s FROM events\nTYPE endpoint\n")
        let broken = DeploymentFile(path: "broken.pipe", text: "NODE s\nSQL >\n    SELECT nothing FROM events\nTYPE endpoint\n")
        let view = [
            DeploymentFile(path: "ms.datasource", text: "SCHEMA >\n    `m` UInt8\n\nENGINE_SORTING_KEY m\n"),
            DeploymentFile(path: "ms_mv.pipe", text: "NODE s\nSQL >\n    SELECT m FROM events\nTYPE materialized\nDATASOURCE ms\n"),
        ]
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy([Self.events])
            _ = try await server.client().append("{\"n\": 1, \"k\": \"a\"}\n", to: "events")
            let failed = try? await server.client().deploy([wider, endpoint, broken] + view)
            #expect(failed?.result != "success")
            #expect(try await server.get("/v0/sql?q=SELECT%20*%20FROM%20events%20FORMAT%20CSV", token: token).body == "1,\"a\"\n")

            _ = try await server.client().deploy([wider, endpoint] + view)
            _ = try await server.client().append("{\"n\": 2, \"k\": \"b\", \"m\": 4}\n", to: "events")
            #expect(try await server.get("/v0/pipes/sum_m.csv", token: token).body == "\"s\"\n7\n")
            #expect(try await server.get("/v0/sql?q=SELECT%20sum(m)%20FROM%20ms%20FORMAT%20CSV", token: token).body == "7\n")
        }
    }
}
