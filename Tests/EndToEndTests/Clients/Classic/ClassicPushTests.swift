// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Whole projects by the command line of others: there, back again, and compared.
@Suite struct ClassicPushTests {
    @Test func `a project is checked, pushed with its fixtures, pulled, and found the same`() async throws {
        try await ClassicCLI.run(on: ClassicProject.files) { tb in
            try await tb("check", says: "** => File ./datasources/events.datasource", "./pipes/top.pipe")
            try await tb("push", "--dry-run", says: "** [DRY RUN] Running 'events'")
            #expect(try await tb.get("/v0/datasources").body == #"{"datasources":[]}"#)

            try await tb("push", "--fixtures", says: "** 'events' created", "** 'top' created", "** Token tracker not found, creating one")
            #expect(try await tb.sql("SELECT count() FROM events") == "3\n")
            #expect(try await tb.get("/v0/pipes/top.csv?limit=1").body == "\"team\",\"total\"\n\"a\",4\n")
            try await tb("pipe", "populate", "by_team", "--wait", says: "** Populating job url")
            #expect(try await tb.get("/v0/pipes/total.csv").body == "\"team\",\"total\"\n\"a\",4\n\"b\",2\n")
            let reader = try await tb.server.token("reader")
            #expect(try await tb.server.get("/v0/pipes/top.csv?team=b", token: reader).body == "\"team\",\"total\"\n\"b\",2\n")

            try await tb("push", "pipes/top.pipe", says: "top already exists, skipping")
            try tb.write("wrong.pipe", "NODE n\nSQL >\n    SELECT missing FROM events\n")
            try await tb("push", "wrong.pipe", exit: 1, says: "Failed pushing pipe", "missing")
            try FileManager.default.removeItem(at: tb.folder.appending(path: "wrong.pipe"))
            try tb.write("pulled/.keep", "")
            try await tb("pull", "--folder", "pulled", says: "** Writing pulled/pipes/top.pipe")
            try await tb("check", "pulled/datasources/events.datasource", "pulled/pipes/top.pipe", says: "top.pipe processed correctly")
            let martlet = try await tb.server.command("check", tb.folder.appending(path: "pulled").path)
            #expect(martlet.status == 0, "\(martlet.output)\(martlet.errors)")
            let events = try tb.read("pulled/datasources/events.datasource")
            #expect(events.contains("TAGS \"raw, web\"") && events.contains("ENGINE_TTL ts + toIntervalDay(9000)"), "\(events)")
            try FileManager.default.removeItem(at: tb.folder.appending(path: "pulled"))
            try await tb("diff", "--no-color", "--no-verbose", says: "\nremote: by_team_mv\n", without: "changed: ")
        }
    }

    @Test func `what has changed is pushed by force`() async throws {
        try await ClassicCLI.run(on: ClassicProject.files) { tb in
            try await tb("push", "--fixtures", says: "** 'top' created")
            try tb.write(
                "datasources/events.datasource",
                ClassicProject.events.replacingOccurrences(
                    of: " DEFAULT 1",
                    with: """
                         DEFAULT 1,
                            `user` Nullable(String) `json:$.user`
                        """))
            try tb.write("pipes/top.pipe", ClassicProject.top.replacingOccurrences(of: "total DESC, team", with: "team"))
            try await tb("diff", "--no-color", says: "+    `user` Nullable(String)", "-    ORDER BY total DESC, team")
            try await tb(
                "push", "--force", "--yes", "--no-check", "--only-changes",
                says: "ADD COLUMN `user`", "** The Data Source has been correctly updated", "** 'top' created")
            #expect(try await tb.sql("SELECT count(), count(user) FROM events") == "3,0\n")
            #expect(try await tb.get("/v0/pipes/top.csv").body == "\"team\",\"total\"\n\"a\",4\n\"b\",2\n")
        }
    }

    @Test func `materialized views are pushed, populated, changed and overridden`() async throws {
        var files = ClassicProject.files
        files["pipes/by_team.pipe"] = nil
        files["pipes/total.pipe"] = nil
        try await ClassicCLI.run(on: files) { tb in
            try await tb("push", "--fixtures", says: "** 'events' created")
            try tb.write("pipes/by_team.pipe", ClassicProject.byTeam)
            try await tb(
                "push", "pipes/by_team.pipe", "--populate", "--wait", says: "created the Data Source 'by_team_mv'", "Populating",
                "'by_team' created")
            #expect(try await tb.sql("SELECT team, sumMerge(total) FROM by_team_mv GROUP BY team ORDER BY team") == "\"a\",4\n\"b\",2\n")

            // Rows that were there stay as they are, those that come follow the new query.
            try tb.write("pipes/by_team.pipe", ClassicProject.byTeam.replacingOccurrences(of: "(n)", with: "(n * 10)"))
            try await tb("push", "pipes/by_team.pipe", "--force", says: "using the Data Source 'by_team_mv'")
            try await tb("datasource", "append", "events", "datasources/fixtures/events.ndjson", says: "** Total rows in events: 6")
            #expect(try await tb.sql("SELECT sumMerge(total) FROM by_team_mv WHERE team = 'b'") == "22\n")
            try await tb("pipe", "populate", "by_team", "--truncate", "--wait", says: "** Populating job url")
            #expect(try await tb.sql("SELECT sumMerge(total) FROM by_team_mv WHERE team = 'b'") == "40\n")

            try tb.write("pipes/by_team.pipe", ClassicProject.byTeam.replacingOccurrences(of: "sumState", with: "maxState"))
            try await tb("push", "pipes/by_team.pipe", "--force", exit: 1, says: "CANNOT_CONVERT_TYPE")
            try await tb("push", "pipes/by_team.pipe", "--force", "--override-datasource", says: "'by_team' created")
            #expect(try await tb.sql("SELECT maxMerge(total) FROM by_team_mv WHERE team = 'a'") == "3\n")
        }
    }
}
