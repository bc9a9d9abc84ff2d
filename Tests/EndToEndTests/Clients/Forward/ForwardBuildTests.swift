// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Development by the command line of others: builds with fixtures, and tests.
@Suite struct ForwardBuildTests {
    @Test func `a project is built with its fixtures, and again where it has changed`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("build", says: "datasources/events.datasource", "Build completed")
            #expect(try await tb.line("SELECT count(), sum(value) FROM events") == "3,6")
            try await tb.local("build", says: "No changes. Build skipped.")
            #expect(try await tb.line("SELECT count() FROM events") == "3")
            try tb.write("endpoints/bad.pipe", "NODE n\nSQL >\n    SELECT * FROM nowhere\nTYPE ENDPOINT\n")
            try await tb.local("build", exit: 1, says: "endpoints/bad.pipe", "nowhere", "Build failed")
            try tb.write("endpoints/bad.pipe", "NODE n\nSQL >\n    SELECT max(value) AS top FROM events\nTYPE ENDPOINT\n")
            try await tb.local("build", says: "endpoints/bad.pipe", "Build completed")
            try await tb.local("endpoint", "data", "bad", says: "3")
        }
    }

    @Test func `tests run in a workspace of their own, fail with a difference, and are brought up to date`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.local("test", "run", says: "views passed", "1/1 passed")
            let wrong = try #require(ForwardProject.files["tests/top.yaml"]).replacing("\"count\":2", with: "\"count\":7")
            try tb.write("tests/top.yaml", wrong)
            try await tb.local("test", "run", "top", exit: 1, says: "views failed", "0/1 passed")
            try await tb.local("test", "update", "top", says: "views updated")
            #expect(try tb.read("tests/top.yaml").contains(#"{"kind":"view","count":2}"#))
            try await tb.local("test", "run", says: "1/1 passed")

            // The client tidies up before its next run; of its workspaces never more than the last is there.
            let workspaces = try await tb.server.get("/v1/user/workspaces", token: tb.userToken).json()["workspaces"] as? [[String: Any]]
            let names = try #require(workspaces?.compactMap { $0["name"] as? String })
            #expect(names.filter { $0.hasPrefix("Tinybird_Local_Test_") }.count <= 1, "\(names)")
        }
    }
}
