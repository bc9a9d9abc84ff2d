// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Populating the target of a materialized node from the rows of its source.
@Suite struct PopulateTests {
    private static let path = "/v0/pipes/counting/nodes/n/population"

    @Test func `a populate takes all rows, some, or begins anew while rows arrive`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            let copy = DeploymentFile.pipe("some", "SELECT number AS n FROM numbers(1000)", "copy\nTARGET_DATASOURCE numbers")
            _ = try await server.client().deploy(DeploymentFile.copied + [copy])
            _ = try await server.run("/v0/pipes/some/copy", token: token)
            let counted = "SELECT sum(c), sumIf(c, part = 1) FROM counted"
            #expect(try await server.line(counted, token: token) == "1000,500")

            let job = try await server.run(Self.path, token: token)
            #expect(job["status"] as? String == "done", "\(job)")
            #expect(job["kind"] as? String == "populateview")
            #expect(try await server.line(counted, token: token) == "2000,1000")

            let some = try await server.run(Self.path + "?truncate=true&populate_condition=n%20%3C%20100", token: token)
            #expect(some["populate_condition"] as? String == "n < 100")
            #expect(try await server.line(counted, token: token) == "100,50")
            _ = try await server.run(Self.path + "?truncate=true&populate_subset=0.05&populate_condition=n%20%3C%20100", token: token)
            #expect(try await server.line(counted, token: token).hasPrefix("50,"))

            // Rows that arrive meanwhile are neither lost nor doubled.
            let copying = Task {
                for _ in 0..<6 { _ = try await server.run("/v0/pipes/some/copy", token: token) }
            }
            for _ in 0..<3 { #expect(try await server.run(Self.path + "?truncate=true", token: token)["status"] as? String == "done") }
            try await copying.value
            #expect(try await server.line(counted, token: token) == "7000,3500")
            #expect(try await server.engine("SELECT count() FROM system.tables WHERE name LIKE 'staged%'") == "0")

            let refused = try await server.post(Self.path + "?populate_condition=1)%20OR%20(1", token: token, body: "")
            #expect(refused.status == 400)
            #expect(try await server.post(Self.path + "?populate_subset=2", token: token, body: "").status == 400)
            #expect(try await server.post("/v0/pipes/some/nodes/n/population", token: token, body: "").status == 404)
            let pipe = try await server.get("/v0/pipes/counting", token: token).json()
            let target = try await server.get("/v0/datasources/counted", token: token).json()["id"] as? String
            #expect((pipe["nodes"] as? [[String: Any]])?.first?["materialized"] as? String == target)
        }
    }
}
