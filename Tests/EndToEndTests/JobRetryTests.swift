// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Jobs that are begun once more, as they were asked for.
@Suite struct JobRetryTests {
    private static let query = "%\n    SELECT throwIf({{UInt8(fail, 1)}} = 1) AS n, {{String(label, 'none')}} AS label"
    private static let files =
        DeploymentFile.copied + [
            DeploymentFile(path: "store.connection", text: "TYPE s3\nS3_REGION r\nS3_ACCESS_KEY k\nS3_SECRET s\n"),
            .pipe("copied", Self.query, "copy\nTARGET_DATASOURCE numbers"),
            .pipe(
                "written", Self.query,
                "sink\nEXPORT_CONNECTION_NAME store\nEXPORT_SCHEDULE @on-demand\nEXPORT_BUCKET_URI file:///\nEXPORT_FILE_TEMPLATE all\n"),
        ]

    @Test func `what has failed is retried with its parameters, what is done or was brought is not`() async throws {
        let folder = try ServerFixture.scratchFolder()
        try await withServer(arguments: ["--export-folder", folder.path]) { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            _ = try await server.run("/v0/pipes/copied/copy?fail=0&label=a", token: token)
            let populate = "/v0/pipes/counting/nodes/n/population?truncate=true&populate_condition=throwIf(n%20%3D%200)%20%3D%200"
            for path in ["/v0/pipes/copied/copy?_mode=replace&label=b", "/v0/pipes/written/sink?label=c&file_template=other", populate] {
                let failed = try await server.run(path, token: token)
                #expect(failed["status"] as? String == "error", "\(path): \(failed)")
                let id = try #require(failed["id"] as? String)
                let answer = try await server.post("/v0/jobs/\(id)/retry", token: token, body: "")
                #expect(answer.status == 200, "\(path): \(answer.body)")
                let again = try await server.ended(job: try #require(try answer.json()["id"] as? String), token: token)
                #expect(again["id"] as? String != id)
                // It fails in the same way, for it was asked for the same.
                for name in ["kind", "status", "error", "mode", "arguments", "settings", "populate_condition", "truncate", "pipe_name"] {
                    #expect(again[name] as? String == failed[name] as? String, "\(path): \(name)")
                }
            }

            let done = try await server.get("/v0/jobs?kind=copy&status=done", token: token).json()["jobs"] as? [[String: Any]]
            let copy = try #require(done?.first?["id"] as? String)
            let refused = try await server.post("/v0/jobs/\(copy)/retry", token: token, body: "")
            #expect(refused.status == 400 && refused.error?.hasSuffix("it has not failed, its status is done") == true)
            let url = "/v1/datasources/numbers/append?format=csv&url=http://127.0.0.1:1/a.csv"
            let brought = try await server.post(url, token: token, body: "").json()
            let broken = try await server.ended(job: try #require(brought["id"] as? String), token: token)
            let id = try #require(broken["id"] as? String)
            #expect(try await server.post("/v0/jobs/\(id)/retry", token: token, body: "").status == 400)
            #expect(try await server.post("/v0/jobs/unknown/retry", token: token, body: "").status == 404)
            let reader = try await server.post("/v0/tokens?name=reader&scope=WORKSPACE:READ_ALL", token: token, body: "").json()
            #expect(try await server.post("/v0/jobs/\(copy)/retry", token: reader["token"] as? String, body: "").status != 200)
        }
        try FileManager.default.removeItem(at: folder)
    }
}
