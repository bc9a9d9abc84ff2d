// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Deployments that wait beside what is live, by the command line of others.
@Suite struct ForwardDeploymentTests {
    private static let wider = ForwardProject.files["datasources/events.datasource"]?
        .replacing("`value` Int32 `json:$.value`", with: "`value` Int32 `json:$.value`,\n    `place` String `json:$.place` DEFAULT 'here'")

    @Test func `a deployment is made, looked at, discarded, made again and promoted`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", "--check", says: "Deployment is valid")
            #expect(try await tb.server.get("/v0/pipes", token: tb.localToken()).body == #"{"pipes":[]}"#)
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            try await tb.local("deploy", says: "Not deploying. No changes.")
            try await tb.local("deployment", "promote", exit: 1, says: "Only one deployment found")

            try tb.write("datasources/events.datasource", try #require(Self.wider))
            try await tb.local("deployment", "create", "--wait", says: "It won't be auto-promoted when ready.", "Deployment is ready")
            try await tb.local("deployment", "ls", says: "Live", "Staging")
            try await tb.local("sql", "SELECT place FROM events", exit: 1, says: "place")
            // Rows that come meanwhile are not lost to either side.
            let event = #"{"at":"2026-01-03 00:00:00","kind":"view","value":4}"#
            try await tb.local("datasource", "append", "events", "--events", event, says: "1 row appended!")
            try await tb.local("sql", "SELECT sum(value) AS s FROM events", says: "10")
            try await tb.local("deployment", "create", exit: 1, says: "deployment 2 is not finished")

            try await tb.local("deployment", "discard", "--wait", says: "Discard process successfully completed")
            let list = try await tb.local("deployment", "ls", says: "Live")
            #expect(!list.contains("Staging"))
            try await tb.local("deployment", "ls", "--include-deleted", says: "Live", "Deleted")
            #expect(try await tb.line("SELECT sum(value) FROM events") == "10")

            try await tb.local("deploy", "--no-auto", says: "Deployment is ready")
            try await tb.local("deployment", "promote", "--wait", says: "is live!")
            #expect(try await tb.line("SELECT place, sum(value) FROM events GROUP BY place") == #""here",10"#)
        }
    }

    @Test func `one that nobody waits for goes live by itself, and one that removes data must say so`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", "--no-wait", says: "Deployment submitted successfully. It will be auto-promoted when ready.")
            let token = try await tb.localToken()
            try await eventually("the deployment is live") { try await tb.server.get("/v0/pipes/top", token: token).status == 200 }
            // Only of rows that would be lost: an empty data source may go.
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            try await tb.local("copy", "run", "keep_daily", "--wait", "--yes", says: "Data copied to 'daily'")
            try tb.remove("copies/keep_daily.pipe")
            try tb.remove("datasources/daily.datasource")
            try await tb.local("deploy", exit: 1, says: "daily")
            #expect(try await tb.server.get("/v0/datasources/daily", token: token).status == 200)
            try await tb.local("deploy", "--allow-destructive-operations", says: "deleted", "daily", "is live!")
            #expect(try await tb.server.get("/v0/datasources/daily", token: token).status == 404)
        }
    }

    @Test func `a deployment that waits is read with an option`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            try tb.write("datasources/events.datasource", try #require(Self.wider))
            try await tb.local("deployment", "create", "--wait", says: "Deployment is ready")
            try await tb.local("--staging", "sql", "SELECT place, count() AS c FROM events GROUP BY place", says: "here", "3")
            try await tb.local("--staging", "endpoint", "data", "top", says: "view", "2")
            try await tb.local("sql", "SELECT place FROM events", exit: 1, says: "place")
        }
    }
}
