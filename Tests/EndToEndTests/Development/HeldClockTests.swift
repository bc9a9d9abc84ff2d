// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// `__now`: a query takes another moment for the present.
@Suite struct HeldClockTests {
    private static let clock = DeploymentFile(
        path: "clock.pipe",
        text: """
            TOKEN reader READ
            NODE times
            SQL >
                %
                SELECT toString(now()) AS second, toString(today()) AS day, toString(yesterday()) AS before,
                    toString(now64(3)) AS precise, toString({{DateTime(job_timestamp)}}) AS job
            NODE result
            SQL >
                SELECT *, toString(UTCTimestamp()) AS utc FROM times
            TYPE endpoint

            """)

    @Test func `endpoints and queries see the moment that who may deploy chooses`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy([Self.clock])
            let token = try await server.adminToken()
            let row = try await server.get("/v0/pipes/clock.ndjson?__now=2026-01-05%2010:00:00", token: token)
            #expect(
                row.body == """
                    {"second":"2026-01-05 10:00:00","day":"2026-01-05","before":"2026-01-04","precise":"2026-01-05 10:00:00.000",\
                    "job":"2026-01-05 10:00:00","utc":"2026-01-05 10:00:00"}

                    """)
            for moment in ["2026-01-05T10:00:00Z", "1767607200"] {
                #expect(try await server.get("/v0/pipes/clock.ndjson?__now=\(moment)", token: token).body == row.body)
            }
            let sql = "/v0/sql?q=SELECT%20second,%20today()%20AS%20d%20FROM%20clock%20FORMAT%20CSV&__now=2026-01-05"
            #expect(try await server.get(sql, token: token).body == "\"2026-01-05 00:00:00\",\"2026-01-05\"\n")

            let wrong = try await server.get("/v0/pipes/clock.json?__now=tomorrow", token: token)
            #expect(wrong.status == 400)
            #expect(wrong.error?.contains("__now") == true)
            let reader = try await server.token("reader")
            #expect(try await server.get("/v0/pipes/clock.json", token: reader).status == 200)
            #expect(try await server.get("/v0/pipes/clock.json?__now=2026-01-05", token: reader).status == 403)
        }
    }
}
