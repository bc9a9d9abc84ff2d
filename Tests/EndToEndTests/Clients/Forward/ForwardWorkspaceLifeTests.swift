// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Workspaces that go, and branches, by the command line of others.
@Suite struct ForwardWorkspaceLifeTests {
    @Test func `a workspace is deleted, a branch is made of one, changed and removed`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.cloud("workspace", "create", "analytics", says: "analytics")
            try await tb.cloud("workspace", "delete", "analytics", "--yes", says: "analytics")
            try await tb.cloud("workspace", "delete", "analytics", "--yes", exit: 1, says: "analytics")

            try await tb.cloud("deploy", says: "Deployment #1 is live!")
            try await tb.cloud("datasource", "append", "events", "--file", "fixtures/events.ndjson", says: "Rows appended!")
            try await tb.cloud("branch", "create", "trial", "--last-partition", says: "trial")
            try await tb.cloud("branch", "ls", says: "trial", "local_testing@tinybird.co")
            try await tb.cloud("info", "--skip-local", says: "Branch count: 1")
            try await tb.plain("--branch=trial", "datasource", "truncate", "events", "--yes", says: "truncated")
            #expect(try await tb.server.line("SELECT count() FROM events", token: tb.adminToken) == "3")
            try await tb.cloud("branch", "rm", "trial", "--yes", says: "trial")
            try await tb.cloud("branch", "rm", "trial", "--yes", exit: 1, says: "trial")
        }
    }
}
