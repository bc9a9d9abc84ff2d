// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import NIOCore
import Testing

/// Branches: copies that share rows with their workspace and nothing else.
@Suite struct BranchTests {
    private static let visits = DeploymentFile(
        path: "visits.datasource",
        text: """
            SCHEMA >
                `day` Date `json:$.day`,
                `n` UInt64 `json:$.n`

            ENGINE_PARTITION_KEY toYYYYMM(day)
            ENGINE_SORTING_KEY n

            """)

    @Test func `a branch has the workspace's resources and rows, and what is done to it is done to it alone`() async throws {
        try await withEvents([.total, Self.visits] + DeploymentFile.summing) { server, token in
            let main = server.client(token)
            try await main.append((1...4).map { "{\"n\":\($0)}\n" }.joined(), to: "events")
            try await main.append("{\"day\":\"2026-02-01\",\"n\":2}\n", to: "visits")
            try await main.append("{\"day\":\"2026-01-01\",\"n\":1}\n", to: "visits")

            let made = try await server.post("/v1/environments?name=try&data=all_partitions", token: token, body: "")
            #expect(made.status == 200, "\(made.body)")
            #expect(try await server.end(of: made, token: token) == "done")
            let listed = try await main.branches()
            #expect(listed.map(\.name) == ["try"])
            let branch = server.client(try #require(listed.first?.token))
            let branchToken = try #require(listed.first?.token)
            #expect(try await server.value("sum(n)", of: "events", token: branchToken) == 10)
            #expect(try await server.value("sum(s)", of: "sums", token: branchToken) == 10)
            #expect(try await server.value("sum(n)", of: "visits", token: branchToken) == 3)
            #expect(try await server.get("/v1/workspace", token: branchToken).json()["main"] as? String != nil)

            // Views go on, on their own side.
            try await branch.append("{\"n\":100}\n", to: "events")
            #expect(try await server.value("sum(s)", of: "sums", token: branchToken) == 110)
            let changed = DeploymentFile(path: "total.pipe", text: DeploymentFile.total.text.replacing("sum(n)", with: "max(n)"))
            #expect(try await branch.build([.events, Self.visits, changed] + DeploymentFile.summing).changes.changedPipes == ["total"])
            try await branch.truncate("visits")
            #expect(String(buffer: try await branch.call("total")).contains("100"))
            #expect(String(buffer: try await main.call("total")).contains("10"))
            #expect(try await server.value("sum(s)", of: "sums", token: token) == 10)
            #expect(try await server.value("sum(n)", of: "visits", token: token) == 3)

            // Rows anew: those of the partition that changed last, in the place of what the branch has in it.
            let filled = try await server.post(
                "/v0/environments/try/data?mode=last_partition&ignore_datasources=events", token: token, body: "")
            #expect(try await server.end(of: filled, token: token) == "done", "\(filled.body)")
            #expect(try await server.value("sum(n)", of: "visits", token: branchToken) == 1)
            #expect(try await server.value("sum(n)", of: "events", token: branchToken) == 110)

            #expect(try await server.post("/v1/environments?name=below", token: branchToken, body: "").status == 400)
            #expect(try await server.post("/v1/environments?name=try", token: token, body: "").status == 409)
            #expect(try await server.request("DELETE", "/v0/environments/try", token: token).status == 204)
            #expect(try await server.get("/v1/environments/try", token: token).status == 404)
            #expect(try await server.value("sum(n)", of: "events", token: token) == 10)
        }
    }

    @Test func `branches end with their workspace, or when their time is over`() async throws {
        try await withServer { server in
            let token = try await server.makeWorkspace("main")
            let made = try await server.post("/v1/environments?name=lasting", token: token, body: "")
            #expect(try await server.end(of: made, token: token) == "done", "\(made.body)")
            let create = try await server.command("branch", "create", "brief", "--life", "1s", "--token", token)
            #expect(create.output == "✓ Branch 'brief' created\n", "\(create.errors)")
            try await eventually("its time is over") { try await server.client(token).branches().map(\.name) == ["lasting"] }
            let remove = try await server.command("branch", "rm", "lasting", "--token", token)
            #expect(remove.status != 0)
            #expect(try await server.command("branch", "ls", "--token", token).output.contains("lasting"))
            let deleted = try await server.request("DELETE", "/v0/workspaces/main?confirmation=yes", token: try await server.userToken())
            #expect(deleted.status == 204)
            #expect(try await server.workspaceNames() == ["Tinybird_Local_Testing"])
        }
    }
}
