// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Rows by the command line of others: brought, looked at, replaced, deleted.
@Suite struct ClassicDataTests {
    @Test func `rows are appended, queried, replaced, deleted and truncated`() async throws {
        try await ClassicCLI.run(on: ClassicProject.files) { tb in
            try await tb("push", "datasources/events.datasource", "datasources/daily.datasource", says: "** 'events' created")
            try await tb("datasource", "ls", says: "events", "daily")
            let fixture = "datasources/fixtures/events.ndjson"
            try await tb("datasource", "append", "events", fixture, says: "** Total rows in events: 3", "successfully!")
            try await tb("sql", "SELECT team, sum(n) AS s FROM events GROUP BY team ORDER BY team", says: "| team | s |", "| a    | 4 |")
            try await tb("sql", "SELECT count() AS c FROM events", "--format", "csv", "--stats", says: "3")
            try await tb("sql", "SELECT nothing FROM events", exit: 1, says: "nothing")

            try tb.write("new.csv", "day,team,total\n2026-02-01,a,7\n2026-02-02,b,8\n")
            try await tb("datasource", "append", "daily", "new.csv", says: "** Total rows in daily: 2")
            try await tb(
                "datasource", "replace", "daily", "new.csv", "--sql-condition", "team = 'a'",
                says: "** Data replaced in Data Source 'daily' successfully!")
            #expect(try await tb.sql("SELECT count(), sum(total) FROM daily") == "2,15\n")
            try await tb(
                "datasource", "delete", "daily", "--sql-condition", "total = 8", "--yes", "--wait",
                says: "rows deleted matching condition \"total = 8\"")
            #expect(try await tb.sql("SELECT total FROM daily") == "7\n")
            try await tb("datasource", "truncate", "daily", "--yes", says: "** Data Source 'daily' truncated")
            #expect(try await tb.sql("SELECT count() FROM daily") == "0\n")

            try await tb("datasource", "analyze", fixture, says: "team", "DateTime")
            try await tb("datasource", "generate", "new.csv", says: "new.datasource")
            try await tb("dependencies", says: "** events")
            try await tb("job", "ls", says: "delete_data")
            let jobs = try await tb.get("/v0/jobs?kind=delete_data").json()["jobs"] as? [[String: Any]]
            let job = try #require(jobs?.first?["id"] as? String)
            try await tb("job", "details", job, says: "done", "delete_data")
            try await tb("job", "cancel", job, exit: 1, says: "Job with id '\(job)' does not exist")
            try await tb("datasource", "rm", "daily", "--yes", says: "** Data Source 'daily' deleted")
            try await tb("datasource", "rm", "daily", "--yes", exit: 1, says: "'daily' Data Source does not exist")
            #expect(try await tb.get("/v0/datasources/daily").status == 404)
        }
    }
}
