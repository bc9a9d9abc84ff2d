// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Rows by the command line of others: in, out, and away.
@Suite struct ForwardDataTests {
    @Test func `rows are appended from a file, from events and from a URL, listed, shown, queried and exported`() async throws {
        try await ForwardCLI.run(arguments: ["--clickhouse-port", "0"]) { tb in
            try await tb.local("deploy", says: "datasources/events.datasource", "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            let event = #"{"at":"2026-01-03 00:00:00","kind":"view","value":4}"#
            try await tb.local("datasource", "append", "events", "--events", event, says: "1 row appended!")
            #expect(try await tb.line("SELECT count(), sum(value) FROM events") == "4,10")
            #expect(try await tb.line("SELECT countMerge(count) FROM totals") == "4")
            // Whoever runs the server says which private addresses may be read.
            try await tb.local(
                "datasource", "append", "events", "--url", "http://127.0.0.1:1/events.csv", exit: 1,
                says: "the address of 127.0.0.1 is not public")
            try await tb.local("datasource", "append", "missing", "--events", event, exit: 1, says: "missing")

            try await tb.local("datasource", "ls", "--match", "^events$", says: "events", "4")
            let list = try await tb.local("datasource", "ls", "--format", "json")
            #expect(list.contains(#""name": "events""#) && list.contains(#""row_count": 4"#), "\(list)")
            try await tb.local("datasource", "data", "events", says: "2026-01-03 00:00:00", "click")
            try await tb.local("datasource", "export", "events", "--format", "csv", "--target", "out.csv", says: "Exported data to out.csv")
            #expect(try tb.read("out.csv").hasPrefix("\"at\",\"kind\",\"value\"\n\"2026-01-01 00:00:00\",\"view\",1\n"))
            try await tb.local(
                "datasource", "export", "events", "--format", "ndjson", "--where", "value = 2", "--target", "out.ndjson", says: "Exported")
            #expect(try tb.read("out.ndjson") == "{\"at\":\"2026-01-01 00:00:01\",\"kind\":\"click\",\"value\":2}\n")
            try await tb.local("datasource", "analyze", "fixtures/events.ndjson", says: "`at` DateTime `json:$.at`")
            try await tb.local("datasource", "sync", "events", "--yes", exit: 1, says: "data sources do not read from connections")

            try await tb.local("sql", "SELECT kind, count() AS c FROM events GROUP BY kind ORDER BY kind", says: "UInt64", "click")
            let json = try await tb.local("--output", "json", "sql", "SELECT sum(value) AS s FROM events")
            #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any] && json.contains(#""s": 10"#))
            #expect(try await tb.local("--output", "csv", "sql", "SELECT max(value) AS m FROM events").hasPrefix("\"m\"\n4\n"))
            try await tb.local("sql", "--stats", "SELECT count() FROM events", says: "Rows read: ")
            #expect(try await tb.local("ch", "--query", "SELECT max(value) FROM events") == "4\n\n")
            try await tb.local("ch", "--query", "DROP TABLE events", exit: 1, says: "DB::Exception")
        }
    }

    @Test func `rows are deleted, replaced and truncated`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("deploy", says: "Deployment #1 is live!")
            try await tb.local("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            try await tb.local(
                "datasource", "delete", "events", "--sql-condition", "value=2", "--dry-run", says: "[DRY RUN]", "rows '1'")
            #expect(try await tb.line("SELECT count() FROM events") == "3")
            try await tb.local(
                "datasource", "delete", "events", "--sql-condition", "value=2", "--yes", "--wait", says: "rows deleted matching")
            #expect(try await tb.line("SELECT groupArray(value) FROM events") == "\"[1,3]\"")
            try await tb.local(
                "datasource", "delete", "events", "--sql-condition", "value=3", "--yes", "--lightweight-delete", says: "Rows affected: 1")
            #expect(try await tb.line("SELECT groupArray(value) FROM events") == "\"[1]\"")
            try await tb.local(
                "datasource", "delete", "events", "--sql-condition", "nothing=3", "--yes", exit: 1, says: "`nothing` (UNKNOWN_IDENTIFIER)")

            try tb.write("clicks.ndjson", #"{"at":"2026-02-01 00:00:00","kind":"click","value":9}"# + "\n")
            try await tb.local(
                "datasource", "replace", "events", "clicks.ndjson", "--sql-condition", "kind='click'", says: "replaced in Data Source")
            #expect(try await tb.line("SELECT groupArray(value) FROM (SELECT value FROM events ORDER BY at)") == "\"[1,9]\"")
            try await tb.local("datasource", "replace", "events", "fixtures/events.ndjson", says: "replaced in Data Source")
            #expect(try await tb.line("SELECT sum(value) FROM events") == "6")
            try await tb.local("datasource", "truncate", "events", "--yes", "--cascade", says: "Data Source 'events' truncated")
            #expect(try await tb.line("SELECT count() FROM events") == "0")
            #expect(try await tb.line("SELECT countMerge(count) FROM totals") == "0")
        }
    }
}
