// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import NIOCore
import Testing
import Yams

/// Each example workspace, deployed and fed with its fixtures, answers its own test files to the letter.
@Suite struct ExampleTests {
    private struct Case: Decodable {
        let name: String
        let parameters: String?
        let expectedResult: String
        let expectedStatus: Int?

        enum CodingKeys: String, CodingKey {
            case name, parameters
            case expectedResult = "expected_result"
            case expectedStatus = "expected_http_status"
        }
    }

    @Test(arguments: [
        ("attribution", "events"), ("barely", "barely_events"), ("emitkit", "events"), ("web-analytics", "analytics_events"),
    ])
    func `the answers are those of the example's test files`(example: String, dataSource: String) async throws {
        let project = repository.appending(path: "Examples/\(example)")
        try await withServer { server in
            let client = try await server.client()
            _ = try await client.deploy(try projectFiles(project))
            let receipt = try await client.append(try await self.fixture(of: dataSource, in: project, server: server), to: dataSource)
            #expect(receipt.successfulRows > 0)
            #expect(receipt.quarantinedRows == 0)
            let token = try await server.adminToken()
            let tests = project.appending(path: "tests")
            for file in try FileManager.default.contentsOfDirectory(atPath: tests.path).sorted() where file.hasSuffix(".yaml") {
                let endpoint = file.dropLast(".yaml".count)
                let cases = try YAMLDecoder().decode(
                    [Case].self, from: try String(contentsOf: tests.appending(path: file), encoding: .utf8))
                #expect(!cases.isEmpty)
                for test in cases {
                    let answer = try await server.get("/v0/pipes/\(endpoint).ndjson?\(test.parameters ?? "")", token: token)
                    #expect(answer.status == test.expectedStatus ?? 200, "\(file): \(test.name)")
                    #expect((answer.status < 400 ? answer.body : answer.error ?? "") == test.expectedResult, "\(file): \(test.name)")
                }
            }
        }
    }

    /// The rows of a fixture: a file of them, or a query that yields them.
    private func fixture(of dataSource: String, in project: URL, server: ServerFixture) async throws -> String {
        let rows = project.appending(path: "fixtures/\(dataSource).ndjson")
        if FileManager.default.fileExists(atPath: rows.path) { return try String(contentsOf: rows, encoding: .utf8) }
        let query = try String(contentsOf: project.appending(path: "fixtures/\(dataSource).sql"), encoding: .utf8)
        return String(buffer: try await server.client().sql("\(query)\nFORMAT JSONEachRow"))
    }
}
