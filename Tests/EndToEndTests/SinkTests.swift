// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Sinks to S3's protocol and to a folder.
@Suite struct SinkTests {
    private static func files(endpoint: String) -> [DeploymentFile] {
        let rows = "%\n    SELECT number AS n, toDate('2026-01-30') + number AS day, {{String(label, 'a b')}} AS label FROM numbers(3)"
        let sink = { (place: String, template: String) in
            "sink\nEXPORT_CONNECTION_NAME store\nEXPORT_SCHEDULE @on-demand\nEXPORT_BUCKET_URI \(place)\nEXPORT_FILE_TEMPLATE \(template)\n"
        }
        return [
            DeploymentFile(
                path: "store.connection",
                text: """
                    TYPE s3
                    S3_REGION us-east-1
                    S3_ACCESS_KEY key-of-the-store
                    S3_SECRET secret-of-the-store
                    S3_ENDPOINT \(endpoint)

                    """),
            .pipe("monthly", rows, sink("s3://exports/daily", "{day, '%Y-%m'}_{label}")),
            .pipe(
                "packed", rows,
                sink("s3://exports", "all") + "EXPORT_COMPRESSION gz\nEXPORT_FORMAT ndjson\nEXPORT_WRITE_STRATEGY truncate\n"),
            .pipe("columnar", rows, sink("file:///tables", "all.parquet") + "EXPORT_FORMAT parquet\n"),
            .pipe("foldered", rows, sink("file:///", "n={n}/part")),
            .pipe("upward", "SELECT '..' AS n", sink("file:///", "{n}/part")),
            .pipe("ticking", "SELECT 1 AS n", sink("file:///ticks", "tick").replacing("@on-demand", with: "* * * * * */2")),
        ]
    }

    @Test func `sinks write files by their templates to a store that the operator allows`() async throws {
        try await ObjectStore.with { store in
            let host = store.url.replacing("http://", with: "")
            try await withServer(arguments: ["--allow-export-to", host]) { server in
                let token = try await server.adminToken()
                _ = try await server.client().deploy(Self.files(endpoint: store.url))
                let job = try await server.run("/v0/pipes/monthly/sink", token: token)
                #expect(job["status"] as? String == "done", "\(job)")
                #expect(job["kind"] as? String == "sink")
                #expect((job["statistics"] as? [String: Any])?["row_count"] as? Int == 3)
                #expect(try await store.files() == ["daily/2026-01_a_b.csv", "daily/2026-02_a_b.csv"])
                let first = try await store.text(of: "daily/2026-01_a_b.csv")
                #expect(first == "\"n\",\"day\",\"label\"\n0,\"2026-01-30\",\"a b\"\n1,\"2026-01-31\",\"a b\"\n")

                // New files beside, or the same ones again.
                _ = try await server.run("/v0/pipes/monthly/sink?label=a%20b", token: token)
                #expect(try await store.files().count == 4)
                for _ in 0..<2 { _ = try await server.run("/v0/pipes/packed/sink", token: token) }
                #expect(try await store.files().filter { !$0.hasPrefix("daily") } == ["all.ndjson.gz"])
                let listed = try await server.get("/v0/jobs?kind=sink&pipe_name=packed", token: token).json()["jobs"] as? [[String: Any]]
                #expect(listed?.count == 2)

                // The engine's own words name neither key nor secret.
                let refused = try await server.run("/v0/pipes/packed/sink?path=s3://nothing", token: token)
                #expect((refused["error"] as? String)?.hasPrefix("0 of 1 files are written: ") == true, "\(refused)")
                #expect(refused["bucket_uri"] as? String == "s3://nothing")
                #expect(!"\(refused)".contains("of-the-store"))
                #expect(!server.program.errorText.contains("of-the-store"))
                let unnamed = try await server.post("/v0/pipes/packed/sink?file_template=%7Bx", token: token, body: "")
                #expect(unnamed.status == 400, "\(unnamed.body)")
                let foreign = try await server.post("/v0/pipes/packed/sink?connection=other", token: token, body: "")
                #expect(foreign.error == #"node "n" cannot be exported: the project has no connection "other""#)
            }
        }
    }

    @Test func `sinks write files to a folder, each whole, and not beyond it`() async throws {
        let folder = try ServerFixture.scratchFolder()
        try await withServer(arguments: ["--export-folder", folder.path]) { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files(endpoint: "http://127.0.0.1:1"))
            let root = folder.appending(path: "Tinybird_Local_Testing")
            let job = try await server.run("/v0/pipes/foldered/sink", token: token)
            #expect(job["status"] as? String == "done", "\(job)")
            #expect(try String(contentsOf: root.appending(path: "n=2/part.csv"), encoding: .utf8).hasPrefix("\"n\",\"day\",\"label\"\n2,"))
            _ = try await server.run("/v0/pipes/foldered/sink", token: token)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "n=0").path).sorted() == [
                    "part.csv", "part_1.csv",
                ])
            _ = try await server.run("/v0/pipes/columnar/sink", token: token)
            #expect(try Data(contentsOf: root.appending(path: "tables/all.parquet")).prefix(4) == Data("PAR1".utf8))

            let upward = try await server.run("/v0/pipes/upward/sink", token: token)
            #expect((upward["error"] as? String)?.contains("cannot name files") == true, "\(upward)")
            let outside = try await server.post("/v0/pipes/foldered/sink?path=file:///../x", token: token, body: "")
            #expect(outside.status == 400)
            let forbidden = try await server.post("/v0/pipes/packed/sink", token: token, body: "")
            #expect(forbidden.status == 403)
            #expect(forbidden.error?.contains("--allow-export-to 127.0.0.1:1") == true, "\(forbidden.body)")

            try await eventually("the schedule writes files") {
                (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "ticks").path))?.count ?? 0 >= 2
            }
            let paused = try await server.post("/v0/pipes/ticking/sink/pause", token: token, body: "").json()
            #expect((paused["schedule"] as? [String: Any])?["status"] as? String == "paused")
        }
        try FileManager.default.removeItem(at: folder)
    }
}
