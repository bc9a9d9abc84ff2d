// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Clients in Python that others have written, unmodified.
@Suite struct PythonClientTests {
    private func run(_ script: String, _ arguments: String...) async throws -> Program.Result {
        let peer = try await Program.run(["clients"], of: repository.appending(path: "scripts/peer").path, within: .seconds(300))
        let python = repository.appending(path: peer.output.trimmingCharacters(in: .whitespacesAndNewlines)).path
        return try await Program.run(
            [repository.appending(path: "Conformance/\(script)").path] + arguments, of: python, within: .seconds(120))
    }

    @Test func `the flows of the Python SDK's pages go as they say`() async throws {
        try await withServer(arguments: ["--allow-import-from", "127.0.0.1"]) { server in
            let folder = try ServerFixture.scratchFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let result = try await self.run("tinybird_sdk_client.py", server.url, try await server.adminToken(), folder.path)
            let flows = "deploy ingest_and_query sql append_and_replace delete_and_truncate web_tokens errors pull pull_all"
            #expect(result.output.split(separator: "\n") == flows.split(separator: " "), "\(result.errors)")
        }
    }

    @Test func `the flows of verdin's pages go as they say`() async throws {
        try await withServer { server in
            _ = try await server.client().deploy([
                DeploymentFile(
                    path: "simple.datasource",
                    text: """
                        SCHEMA >
                            id          UUID            `json:$.Id`,
                            timestamp   DateTime64(6)   `json:$.Timestamp`,
                            key         String          `json:$.Key`,
                            value       String          `json:$.Value`

                        ENGINE "MergeTree"
                        """),
                DeploymentFile(
                    path: "simple_kv.pipe",
                    text:
                        "NODE e\nSQL >\n    %\n    SELECT key, value FROM simple ORDER BY key, timestamp DESC LIMIT 1 BY key\nTYPE ENDPOINT\n"
                ),
                DeploymentFile(
                    path: "simple_pipe.pipe",
                    text:
                        "NODE e\nSQL >\n    %\n    SELECT * FROM simple WHERE 1=1 {% if defined(key) %} AND key == {{ String(key) }} {% end %}\nTYPE ENDPOINT\n"
                ),
            ])
            let result = try await self.run("verdin_client.py", server.url, try await server.adminToken())
            let flows = "append worker events queries pipes data_sources tokens variables"
            #expect(result.output.split(separator: "\n") == flows.split(separator: " "), "\(result.errors)")
        }
    }
}
