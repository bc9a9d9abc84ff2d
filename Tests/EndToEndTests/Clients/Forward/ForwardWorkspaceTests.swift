// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// Workspaces, and how the command line of others finds them.
@Suite struct ForwardWorkspaceTests {
    @Test func `workspaces are made and listed, members are who they are`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.cloud("info", "--skip-local", says: "Tinybird_Local_Testing", tb.server.url, "local_testing@tinybird.co")
            try await tb.cloud("workspace", "ls", says: "Tinybird_Local_Testing", "True")
            try await tb.cloud("workspace", "create", "analytics", says: "analytics")
            try await tb.cloud("workspace", "create", "analytics", exit: 1, says: "exists already")
            try await tb.cloud("workspace", "members", "ls", says: "local_testing@tinybird.co", "admin")
            try await tb.cloud("workspace", "members", "add", "ada@example.com", exit: 1, says: "this server has one user")
            try await tb.cloud("workspace", "members", "set-role", "admin", "local_testing@tinybird.co", says: "admin")
            try await tb.cloud("infra", "ls", says: "** Infras:")
            try await tb.cloud("open", says: "Opening workspace Tinybird_Local_Testing")

            // What it has written down is enough from now on.
            try await tb.plain("--cloud", "workspace", "use", "analytics", says: "analytics")
            try await tb.plain("--cloud", "workspace", "current", says: "analytics")
            try await tb.plain("--cloud", "deploy", says: "Deployment #1 is live!")
            let answer = try await tb.server.get("/v1/user/workspaces", token: tb.userToken).json()
            let workspaces = try #require(answer["workspaces"] as? [[String: Any]])
            let token = try #require(workspaces.first { $0["name"] as? String == "analytics" }?["token"] as? String)
            #expect(try await tb.server.get("/v0/datasources/events", token: token).status == 200)
            #expect(try await tb.server.get("/v0/datasources/events", token: tb.adminToken).status == 404)
        }
    }

    @Test func `resources are pulled as they were deployed`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.cloud("deploy", says: "Deployment #1 is live!")
            try FileManager.default.removeItem(at: tb.folder.appending(path: "datasources"))
            try FileManager.default.removeItem(at: tb.folder.appending(path: "connections"))
            try tb.remove("endpoints/top.pipe")
            try await tb.plain("--cloud", "pull", "--force")
            for path in ["datasources/events.datasource", "endpoints/top.pipe", "connections/store.connection"] {
                #expect(try tb.read(path) == ForwardProject.files[path], "\(path)")
            }
            try await tb.plain("--cloud", "deploy", says: "No changes")
            try await tb.plain("fmt", "endpoints/top.pipe", "--diff", exit: 1, says: "+TOKEN \"top_read\" READ")
        }
    }

    @Test func `the server is found by options, by the environment and by the project's file`() async throws {
        try await ForwardCLI.run { tb in
            try await tb.cloud("deploy", says: "Deployment #1 is live!")
            let written = try JSONSerialization.jsonObject(with: Data(tb.read(".tinyb").utf8)) as? [String: Any]
            #expect(written?["host"] as? String == tb.server.url)
            #expect(written?["name"] as? String == "Tinybird_Local_Testing")
            try tb.remove(".tinyb")
            let environment = ["TB_HOST=\(tb.server.url)", "TB_TOKEN=\(tb.adminToken)"]
            try await tb.plain("--cloud", "datasource", "ls", environment: environment, says: "events")
            try tb.write(".tinyb", #"{"host": "\#(tb.server.url)", "token": "\#(tb.adminToken)"}"#)
            try await tb.plain("--cloud", "workspace", "current", says: "Tinybird_Local_Testing")
        }
    }
}
