// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Who one is and what one may, by the command line of others; tags, and tests of data.
@Suite struct ClassicAccessTests {
    @Test func `login, workspaces, tags and tests of data work`() async throws {
        let tests = """
            - no_team_without_a_name:
                sql: SELECT * FROM events WHERE team = ''
            - no_team_b:
                sql: SELECT * FROM events WHERE team = 'b'
            """
        let files = ["datasources/events.datasource": ClassicProject.events, "tests/default.yaml": tests]
        try await ClassicCLI.run(on: files) { tb in
            try await tb("auth", says: "** Auth successful")
            #expect(try tb.read(".tinyb").contains("\"name\": \"Tinybird_Local_Testing\""))
            try await tb("auth", "info", says: "Tinybird_Local_Testing")
            try await tb("workspace", "ls", says: "Tinybird_Local_Testing")
            try await tb("workspace", "current", says: "Tinybird_Local_Testing")
            try await tb("push", "datasources/events.datasource", says: "** 'events' created")
            try await tb("tag", "ls", says: "raw", "web")
            try await tb("tag", "ls", "web", says: "events")
            try await tb("tag", "create", "empty", says: "** Tag 'empty' created!")
            try await tb("tag", "rm", "web", "--yes", says: "** Tag 'web' removed!")
            #expect(try await tb.get("/v0/datasources/events.datasource").body.contains("TAGS \"raw\"\n"))
            let names = (try await tb.get("/v0/tags").json()["tags"] as? [[String: Any]])?.map { $0["name"] as? String }
            #expect(names == ["empty", "raw"])
            _ = try await tb.server.client().append(ClassicProject.rows, to: "events")
            try await tb("test", "run", "-v", exit: 1, says: "no_team_without_a_name", "no_team_b")
            try await tb("deploy", exit: 1, says: "No release")
        }
    }

    @Test func `tokens are made, listed, shown and removed`() async throws {
        let files = ["datasources/events.datasource": ClassicProject.events]
        try await ClassicCLI.run(on: files) { tb in
            try await tb("push")
            try await tb(
                "token", "create", "static", "watcher", "--scope", "DATASOURCES:READ", "--resource", "events",
                says: "generated successfully")
            try await tb("token", "ls", says: "watcher", "tracker")
            let id = try await tb.get("/v0/tokens/watcher").json()["id"] as? String ?? ""
            try await tb("token", "scopes", id, says: "DATASOURCES:READ", "events")
            let token = try await tb.server.token("watcher")
            #expect(try await tb.server.get("/v0/sql?q=SELECT%20count()%20AS%20c%20FROM%20events", token: token).status == 200)
            try await tb("token", "rm", id, "--yes", says: "removed successfully")
            #expect(try await tb.server.get("/v0/datasources/events", token: token).status == 403)
        }
    }
}
