// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Copy pipes: on demand, by their schedule, appending and replacing.
@Suite struct CopyTests {
    private static let files =
        DeploymentFile.copied + [
            .pipe(
                "some", "%\n    SELECT number AS n, {{String(label, 'plain')}} AS label FROM system.numbers LIMIT {{Int32(count, 10)}}",
                "copy\nTARGET_DATASOURCE numbers"),
            .pipe("misfit", "SELECT 1 AS n, 2 AS other", "copy\nTARGET_DATASOURCE numbers"),
            .pipe("failing", "SELECT throwIf(number = 3) AS n FROM system.numbers LIMIT 5", "copy\nTARGET_DATASOURCE numbers"),
            .pipe("endless", "SELECT number AS n FROM system.numbers WHERE number > 1e18", "copy\nTARGET_DATASOURCE numbers"),
            .pipe("plain", "SELECT 1 AS n", "endpoint"),
        ]

    @Test func `a copy appends or replaces, takes parameters, and is a job`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            let answer = try await server.post("/v0/pipes/some/copy?count=4&label=a", token: token, body: "")
            #expect(answer.status == 200, "\(answer.body)")
            let started = try answer.json()
            let target = try await server.get("/v0/datasources/numbers", token: token).json()["id"] as? String
            #expect((started["tags"] as? [String: Any])?["copy_target_datasource"] as? String == target)
            #expect(started["type"] as? String == "copy")
            let id = try #require((started["job"] as? [String: Any])?["job_id"] as? String)
            let job = try await server.ended(job: id, token: token)
            #expect(job["status"] as? String == "done", "\(job)")
            #expect(job["kind"] as? String == "copy")
            #expect(job["pipe_name"] as? String == "some")
            #expect((job["statistics"] as? [String: Any])?["row_count"] as? Int == 4)
            let state = "SELECT count(), max(label), (SELECT sum(c) FROM counted) FROM numbers"
            #expect(try await server.line(state, token: token) == "4,\"a\",4")

            #expect(try await server.run("/v0/pipes/some/copy", token: token)["status"] as? String == "done")
            #expect(try await server.line(state, token: token) == "14,\"plain\",14")
            let replaced = try await server.run("/v0/pipes/some/copy?_mode=replace&count=2", token: token)
            #expect((replaced["statistics"] as? [String: Any])?["row_count"] as? Int == 2, "\(replaced)")
            #expect(try await server.line(state, token: token) == "2,\"plain\",14")

            let jobs = try await server.get("/v0/jobs?kind=copy&pipe_name=some", token: token).json()["jobs"] as? [[String: Any]]
            #expect(jobs?.count == 3)
            let pipe = try await server.get("/v0/pipes/some", token: token).json()
            #expect(pipe["copy_target_datasource"] as? String == target)
            #expect(pipe["schedule"] is NSNull)

            let run = try await server.command("copy", "run", "some", "--param", "count=3", "--mode", "replace")
            #expect(run.output.hasSuffix("✓ Data copied to 'numbers'\n3 rows copied\n"), "\(run.output)\(run.errors)")
            let refused = try await server.command("copy", "run", "misfit")
            #expect(refused.status != 0 && refused.errors.contains("does not have \"other\""))
            #expect(try await server.command("copy", "ls").output.contains("misfit"))
            let populated = try await server.command("materialization", "populate", "counting", "n", "--truncate")
            #expect(populated.output.hasSuffix("rows populated\n"), "\(populated.errors)")
            #expect(try await server.line(state, token: token) == "3,\"plain\",3")
        }
    }

    @Test func `what cannot be copied leaves everything as it was, and says why`() async throws {
        try await withServer { server in
            let token = try await server.adminToken()
            _ = try await server.client().deploy(Self.files)
            let misfit = try await server.run("/v0/pipes/misfit/copy", token: token)
            #expect(
                misfit["error"] as? String
                    == #"the columns of node "n" do not fit data source "numbers": the data source does not have "other""#)
            for mode in ["append", "replace"] {
                let failed = try await server.run("/v0/pipes/failing/copy?_mode=\(mode)", token: token)
                #expect(failed["status"] as? String == "error")
                #expect((failed["error"] as? String)?.contains("FUNCTION_THROW_IF_VALUE_IS_NON_ZERO") == true, "\(failed)")
            }
            #expect(try await server.post("/v0/pipes/plain/copy", token: token, body: "").status == 400)
            #expect(try await server.post("/v0/pipes/nothing/copy", token: token, body: "").status == 404)
            #expect(try await server.post("/v0/pipes/some/copy?_mode=both", token: token, body: "").status == 400)
            #expect(try await server.post("/v0/pipes/some/copy?count=x", token: token, body: "").status == 400)
            #expect(try await server.post("/v0/pipes/some/copy/pause", token: token, body: "").status == 400)
            #expect(try await server.post("/v0/pipes/some/copy", body: "").status == 403)

            // One at a time, until it is cancelled.
            let begun = try await server.post("/v0/pipes/endless/copy", token: token, body: "").json()
            let id = try #require((begun["job"] as? [String: Any])?["job_id"] as? String)
            #expect(try await server.post("/v0/pipes/endless/copy", token: token, body: "").status == 409)
            try await eventually("its progress shows") {
                try await server.get("/v0/jobs/\(id)", token: token).json()["status"] as? String == "working"
            }
            let cancelled = try await server.post("/v0/pipes/endless/copy/cancel", token: token, body: "").json()
            #expect((cancelled["jobs"] as? [[String: Any]])?.first?["id"] as? String == id)
            let job = try await server.ended(job: id, token: token)
            #expect(job["status"] as? String == "cancelled")
            #expect(job["error"] as? String == "nothing was copied")
            #expect(try await server.value("count()", of: "numbers") == 0)
            #expect(try await server.engine("SELECT count() FROM system.tables WHERE name LIKE '%stag%'") == "0")
        }
    }

    @Test func `a schedule runs a copy again and again, until it is paused, and over restarts`() async throws {
        let folder = try ServerFixture.scratchFolder()
        var server = try await ServerFixture.start(in: folder)
        let token = try await server.adminToken()
        let ticking = DeploymentFile.pipe(
            "ticking", "%\n    SELECT 1 AS n, {{DateTime(job_timestamp)}} AS at",
            "copy\nTARGET_DATASOURCE numbers\nCOPY_SCHEDULE * * * * * */2")
        _ = try await server.client().deploy(Self.files + [ticking])
        try await eventually("it has run twice") { [server] in try await server.value("count()", of: "numbers") ?? 0 >= 2 }
        // Each run has the moment at which it was due.
        #expect(try await server.value("countIf(toSecond(at) % 2 = 0)", of: "numbers") ?? 0 >= 2)
        let schedule = { (answer: ServerFixture.Answer) in (try answer.json()["schedule"] as? [String: Any])?["status"] as? String }
        #expect(try schedule(try await server.get("/v0/pipes/ticking", token: token)) == "running")
        #expect(try schedule(try await server.post("/v0/pipes/ticking/copy/pause", token: token, body: "")) == "paused")

        try await server.stop()
        server = try await ServerFixture.start(in: folder)
        #expect(try schedule(try await server.get("/v0/pipes/ticking", token: token)) == "paused")
        #expect(try await server.run("/v0/pipes/ticking/copy", token: token)["status"] as? String == "done")
        let count = try await server.value("count()", of: "numbers") ?? 0
        #expect(try schedule(try await server.post("/v0/pipes/ticking/copy/resume", token: token, body: "")) == "running")
        try await eventually("it runs again") { [server] in try await server.value("count()", of: "numbers") ?? 0 > count }
        let jobs = try await server.get("/v0/jobs?kind=copy", token: token).json()["jobs"] as? [[String: Any]]
        #expect(jobs?.count ?? 0 >= 4)
        try await server.stop()
        try FileManager.default.removeItem(at: folder)
    }
}
