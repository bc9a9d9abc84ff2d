// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// What goes wrong, in the words of the server and by the exit codes that scripts go by.
@Suite struct ForwardErrorTests {
    @Test func `failures are told in full and end the command with a code`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.cloud("datasource", "ls", token: "p.eyJ1IjogIm5vYm9keSJ9.x", exit: 1, says: "invalid authentication token")
            try await tb.local("datasource", "data", "missing", exit: 1, says: "missing")
            try await tb.local("datasource", "truncate", "missing", "--yes", exit: 1, says: "'missing'")
            try await tb.local("sql", "SELECT nothing FROM (SELECT 1 AS one)", exit: 1, says: "nothing")
            try await tb.local("sql", "DROP TABLE events", exit: 1)
            try await tb.local("endpoint", "data", "missing", exit: 1, says: "\"missing\"")
            try await tb.local("copy", "run", "missing", "--yes", exit: 1, says: "\"missing\"")
            try await tb.local("nonsense", exit: 2, says: "nonsense")

            try tb.write("endpoints/bad.pipe", "NODE n\nSQL >\n    SELECT * FROM nowhere\nTYPE ENDPOINT\n")
            try tb.write("endpoints/worse.pipe", "NODE n\nSQL >\n    SELECT 1 FROM noplace\nTYPE ENDPOINT\n")
            try await tb.local("deploy", "--check", exit: 1, says: "endpoints/bad.pipe", "nowhere", "endpoints/worse.pipe", "noplace")
            try await tb.local("deploy", exit: 1, says: "endpoints/bad.pipe", "nowhere", "endpoints/worse.pipe", "noplace")
            #expect(try await tb.server.get("/v0/pipes", token: tb.localToken()).body.contains("\"pipes\":[]"))

            let url = tb.server.url
            try await tb.server.stop()
            try await tb.local("datasource", "ls", exit: 1, says: "running")
            try await tb.plain("--cloud", "--host", url, "--token", tb.adminToken, "datasource", "ls", exit: 1)
        }
    }
}
