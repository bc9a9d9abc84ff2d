// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Pipes and their jobs by the command line of others.
@Suite struct ForwardPipeTests {
    @Test func `endpoints are listed and called, their URLs and tokens work`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            try await tb.local("endpoint", "ls", says: "top", "/v0/pipes/top.json?")
            try await tb.local("endpoint", "data", "top", says: "** Pipe: top", "Rows read: ", "view", "2")
            let csv = try await tb.local("endpoint", "data", "top", "--kind", "click", "--format", "csv")
            #expect(csv.contains("\"click\",1"), "\(csv)")
            try await tb.local("endpoint", "data", "missing", exit: 1, says: "\"missing\"")

            let url = try await tb.local("endpoint", "url", "top").trimmingCharacters(in: .whitespacesAndNewlines)
            let path = try #require(url.firstRange(of: "/v0/pipes/").map { String(url[$0.lowerBound...]) })
            #expect(try await tb.server.get(path).rows().first?["count"] as? Int == 2)
            let token = try await tb.local("endpoint", "token", "top").trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(try await tb.server.get("/v0/pipes/top.csv?kind=click", token: token).body == "\"kind\",\"count\"\n\"click\",1\n")
            #expect(try await tb.server.get("/v0/datasources/events", token: token).status == 403)

            try await tb.local("pipe", "ls", says: "top", "endpoint", "keep_daily", "count_kinds", "export")
            try await tb.local("materialization", "ls", says: "count_kinds", "totals")
            try await tb.local("connection", "ls", says: "store", "s3")
        }
    }

    @Test func `sinks are listed and run`() async throws {
        let exports = try ServerFixture.scratchFolder()
        try await ForwardCLI.run(arguments: ["--export-folder", exports.path]) { tb in
            let sink = try #require(ForwardProject.files["sinks/export.pipe"])
            try tb.write("sinks/export.pipe", sink.replacing("s3://exports/events", with: "file:///"))
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            try await tb.local("sink", "ls", says: "export")
            try await tb.local("sink", "run", "export", "--wait", says: "Data exported")
            let workspace = try #require(try FileManager.default.contentsOfDirectory(atPath: exports.path).first)
            let file = exports.appending(path: "\(workspace)/events.csv")
            #expect(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count == 4)
        }
        try FileManager.default.removeItem(at: exports)
    }

    @Test func `copies run and pause, their jobs are listed, shown and cancelled`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            try await tb.local("copy", "ls", says: "keep_daily")
            try await tb.local("copy", "run", "keep_daily", "--wait", "--yes", says: "Data copied to 'daily'")
            #expect(try await tb.line("SELECT sum(count) FROM daily") == "3")
            try await tb.local("copy", "run", "keep_daily", "--mode", "replace", "--wait", "--yes", says: "Data copied to 'daily'")
            #expect(try await tb.line("SELECT sum(count) FROM daily") == "3")

            let token = try await tb.localToken()
            let schedule = {
                try await tb.server.get("/v0/pipes/keep_daily", token: token).json()["schedule"] as? [String: Any] ?? [:]
            }
            try await tb.local("copy", "pause", "keep_daily", says: "Copy pipe keep_daily paused")
            #expect(try await schedule()["status"] as? String == "paused")
            try await tb.local("copy", "resume", "keep_daily", says: "Copy pipe keep_daily resumed")
            #expect(try await schedule()["status"] as? String == "running")

            let jobs = try await tb.server.get("/v0/jobs?kind=copy", token: token).json()["jobs"] as? [[String: Any]]
            let id = try #require(jobs?.first?["id"] as? String)
            try await tb.local("job", "ls", says: "import", "copy", id)
            let copies = try await tb.local("job", "ls", "-s", "done", "-s", "error", "-k", "copy", says: id)
            #expect(!copies.contains("import"))
            try await tb.local("job", "details", id, says: "keep_daily", "done")
            try await tb.local("job", "details", "unknown", exit: 1, says: "\"unknown\"")
            try await tb.local("job", "cancel", id, exit: 1, says: "does not exist")
            try await tb.local("job", "retry", id, exit: 1, says: "it has not failed, its status is done")
        }
    }

    @Test func `a job is cancelled, and retried as it was asked for`() async throws {
        let endless = """
            NODE n
            SQL >
                %
                SELECT 'many' AS kind, number AS count FROM system.numbers WHERE number > {{ Float64(least, 0) }}

            TYPE COPY
            TARGET_DATASOURCE daily
            COPY_SCHEDULE @on-demand

            """
        try await ForwardCLI.run(on: ForwardProject.files.merging(["copies/endless.pipe": endless]) { $1 }) { tb in
            try await tb.local("deploy", says: "Deployment #1 is live!")
            let token = try await tb.localToken()
            try await tb.local("copy", "run", "endless", "--param", "least=1e18", "--yes", says: "Copy to 'daily' job created")
            for isFirst in [true, false] {
                var job: [String: Any] = [:]
                try await eventually("the copy is at work") {
                    let jobs = try await tb.server.get("/v0/jobs?pipe_name=endless", token: token).json()["jobs"] as? [[String: Any]]
                    job = jobs?.first ?? [:]
                    return job["status"] as? String == "working"
                }
                #expect(job["arguments"] as? String == #"{"least":"1e18"}"#)
                let id = try #require(job["id"] as? String)
                try await tb.local("job", "cancel", id, says: "is now in cancelling status")
                #expect(try await tb.server.ended(job: id, token: token)["status"] as? String == "cancelled")
                if isFirst { try await tb.local("job", "retry", id, says: "Job '\(id)' retried as") }
            }
            try await tb.local("job", "retry", "unknown", exit: 1, says: "does not exist")
        }
    }
}
