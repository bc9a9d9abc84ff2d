// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import NIOCore
import Testing

/// A server keeps to its own OpenAPI document, judged by the validator and the fuzzer that others use.
@Suite struct OpenAPIFuzzTests {
    @Test func `every answer to thousands of calls, right and wrong, is one that the document describes`() async throws {
        try await withServer { server in
            let client = try await server.client()
            var files = EveryType.project
            for example in ["emitkit", "web-analytics"] {
                files += try projectFiles(repository.appending(path: "Examples/\(example)"))
                    .map { DeploymentFile(path: "\(example)/\($0.path)", text: $0.text) }
            }
            _ = try await client.deploy(files)
            let web = repository.appending(path: "Examples/web-analytics/fixtures/analytics_events.ndjson")
            let emitkit = repository.appending(path: "Examples/emitkit/fixtures/events.sql")
            let rows = [
                "values": EveryType.rows,
                "analytics_events": try String(contentsOf: web, encoding: .utf8),
                "events": String(
                    buffer: try await client.sql("\(String(contentsOf: emitkit, encoding: .utf8))\nFORMAT JSONEachRow")),
            ]
            for (dataSource, rows) in rows {
                #expect(try await client.append(rows, to: dataSource).quarantinedRows == 0)
            }
            let fuzz = try await Program.run(
                [server.url], of: repository.appending(path: "scripts/fuzz-openapi").path,
                environment: ["MARTLET_TOKEN": try await server.adminToken()], within: .seconds(300))
            #expect(fuzz.status == 0, "\(fuzz.output)\n\(fuzz.errors)")
            #expect(fuzz.output.contains("openapi.json: OK"))
            #expect(fuzz.output.contains("Tested: 63"), "\(fuzz.output)")
        }
    }
}
