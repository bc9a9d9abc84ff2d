// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// `/v1/build`: rows are given up only where they can be had again.
@Suite struct BuildRouteTests {
    private static func events(type: String) -> DeploymentFile {
        DeploymentFile(
            path: "events.datasource",
            text: """
                SCHEMA >
                    `n` \(type) `json:$.n`,
                    `at` DateTime `json:$.at`

                ENGINE_SORTING_KEY n
                ENGINE_TTL at + toIntervalDay(1)

                """)
    }

    @Test func `a build empties what it cannot keep in a workspace for development, and nowhere else`() async throws {
        try await withServer { server in
            let admin = try await server.client()
            let development = server.client(try await server.makeWorkspace("Tinybird_Local_Build_x"))
            for client in [admin, development] {
                #expect(try await client.build([Self.events(type: "UInt64"), .total]).changes.newPipes == ["total"])
                try await client.append("{\"n\":1,\"at\":\"2100-01-01 00:00:00\"}\n", to: "events")
                #expect(try await client.build([Self.events(type: "UInt64"), .total]).changes.isEmpty)
            }
            let emptied = try await development.build([Self.events(type: "Array(String)")])
            #expect(emptied.changes.changedDataSources == ["events"])
            #expect(emptied.changes.deletedPipes == ["total"])
            #expect(emptied.feedback.map(\.level) == ["WARNING"])
            #expect(emptied.feedback.first?.message.contains("is emptied") == true)
            #expect(try await development.dataSources().first?.statistics.rowCount == 0)

            await #expect(throws: MartletClientError.self) { try await admin.build([Self.events(type: "Array(String)")]) }
            #expect(try await admin.dataSources().first?.statistics.rowCount == 1)
        }
    }

    @Test func `a TTL is for the rows of production, not for fixtures`() async throws {
        try await withServer(arguments: ["--table-grace", "0"]) { server in
            let client = server.client(try await server.makeWorkspace("Tinybird_Local_Test_x"))
            _ = try await client.build([Self.events(type: "UInt64")])
            try await client.append("{\"n\":1,\"at\":\"2024-01-05 10:00:00\"}\n", to: "events")
            // A TTL that changes is not taken over either.
            let file = Self.events(type: "UInt64")
            _ = try await client.build([
                DeploymentFile(path: file.path, text: file.text.replacing("toIntervalDay(1)", with: "toIntervalDay(2)"))
            ])
            _ = try await client.build([
                DeploymentFile(path: file.path, text: file.text.replacing("ENGINE_TTL at + toIntervalDay(1)", with: ""))
            ])
            try await server.expire("events")
            #expect(try await client.dataSources().first?.statistics.rowCount == 1)
        }
    }

    @Test func `mistakes are told with their files and places`() async throws {
        try await withServer { server in
            let bad = DeploymentFile(path: "endpoints/bad.pipe", text: "NODE n\nSQL >\n    SELECT * FROM nowhere\nTYPE endpoint\n")
            let error = await #expect(throws: MartletClientError.self) { try await server.client().build([.events, bad]) }
            #expect(error?.status == 400)
            #expect(error?.mistakes.map { "\($0.file):\($0.line):\($0.column)" } == ["endpoints/bad.pipe:3:19"])
            #expect(error?.findings.first?.hasPrefix("endpoints/bad.pipe:3:19: error: ") == true)
        }
    }
}
