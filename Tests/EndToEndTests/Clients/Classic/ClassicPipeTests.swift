// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Pipes by the command line of others: called, changed node by node, copied, unlinked, deleted.
@Suite struct ClassicPipeTests {
    @Test func `pipes are listed and called, nodes added and published`() async throws {
        try await ClassicCLI.run(on: ClassicProject.files) { tb in
            try await tb("push", "--fixtures")
            try await tb("pipe", "ls", says: "top", "keep_daily")
            try await tb("pipe", "data", "top", "--limit", "1", says: "** Pipe: top", "| team | total |", "| a    |     4 |")
            try await tb("pipe", "data", "top", "--team", "b", "--format", "csv", says: "\"b\",2")
            try await tb("pipe", "data", "nothing", exit: 1, says: "pipe \"nothing\" does not exist")
            let token = try await tb.server.token("reader")
            try await tb("pipe", "token_read", "top", says: "p.ey...\(token.suffix(8))")

            try await tb("pipe", "append", "top", "SELECT count() AS teams FROM endpoint", says: "=> name: top_0")
            try await tb("pipe", "set_endpoint", "top", "top_0", says: "** Endpoint published!")
            #expect(try await tb.get("/v0/pipes/top.csv").body == "\"teams\"\n2\n")
            try await tb("pipe", "unpublish", "top", says: "** Endpoint unpublished!")
            #expect(try await tb.get("/v0/pipes/top.csv").status == 404)
            try await tb("pipe", "publish", "top", says: "** Using last node top_0")
            try await tb("pipe", "rm", "top", "--yes", says: "** Pipe 'top' deleted")
            try await tb("pipe", "rm", "top", "--yes", exit: 1, says: "'top' pipe does not exist")
        }
    }

    @Test func `copies run, pause and resume; copies and views are unlinked`() async throws {
        try await ClassicCLI.run(on: ClassicProject.files) { tb in
            try await tb("push", "--fixtures")
            try await tb("pipe", "copy", "run", "keep_daily", "--yes", "--wait", says: "** Data copied to 'daily'")
            #expect(try await tb.sql("SELECT count(), sum(total) FROM daily") == "3,6\n")
            let scheduled = ClassicProject.keepDaily.replacingOccurrences(of: "@on-demand", with: "0 0 1 1 *")
            try tb.write("pipes/keep_daily.pipe", scheduled)
            try await tb("push", "pipes/keep_daily.pipe", "--force", "--yes", says: "** 'keep_daily' created")
            try await tb("pipe", "copy", "pause", "keep_daily", says: "keep_daily")
            let schedule = { try await tb.get("/v0/pipes/keep_daily").json()["schedule"] as? [String: String] }
            #expect(try await schedule() == ["cron": "0 0 1 1 *", "timezone": "Etc/UTC", "status": "paused"])
            try await tb("pipe", "copy", "resume", "keep_daily", says: "keep_daily")
            #expect(try await schedule()?["status"] == "running")

            try await tb("pipe", "unlink", "keep_daily", says: "** Pipe keep_daily unlinked")
            try await tb("pipe", "unlink", "by_team", says: "** Pipe by_team unlinked")
            #expect(try await tb.get("/v0/pipes/by_team").json()["type"] as? String == "default")
            #expect(try await tb.get("/v0/datasources/by_team_mv").status == 200)
        }
    }
}
