// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Workspaces are deleted with all they have, even if the server is killed meanwhile.
@Suite struct WorkspaceLifeTests {
    @Test func `a deleted workspace leaves nothing, and only its owner deletes it`() async throws {
        try await withServer { server in
            let user = try await server.userToken()
            let token = try await server.makeWorkspace("gone")
            _ = try await server.client(token).deploy([.events])
            try await server.client(token).append("{\"n\":1}\n", to: "events")
            let database = try await server.engine("SELECT database FROM system.tables WHERE match(name, '^events_[0-9a-f]{8}$')")
            let logs = server.folder.appending(path: "log")
            #expect(try FileManager.default.contentsOfDirectory(atPath: logs.path).count == 1)

            let delete = { (name: String, token: String, query: String) in
                try await server.request("DELETE", "/v1/workspaces/\(name)\(query)", token: token)
            }
            #expect(try await delete("gone", token, "?hard_delete_confirmation=yes").status == 403)
            #expect(try await delete("Tinybird_Local_Testing", user, "?confirmation=yes").status == 409)
            #expect(try await delete("nobody", user, "?confirmation=yes").status == 404)
            // As the one command line sends it, by name and form; the other by id and query.
            let deleted = try await server.request(
                "DELETE", "/v1/workspaces/gone", token: user, body: Data("confirmation=yes".utf8),
                headers: ["Content-Type": "application/x-www-form-urlencoded"])
            #expect(deleted.status == 204, "\(deleted.body)")

            #expect(try await server.get("/v0/datasources", token: token).status == 403)
            #expect(try await server.workspaceNames() == ["Tinybird_Local_Testing"])
            #expect(try await server.engine("SELECT count() FROM system.databases WHERE name = '\(database)'") == "0")
            #expect(try FileManager.default.contentsOfDirectory(atPath: logs.path).isEmpty)
            // The name is free again.
            let next = try await server.makeWorkspace("gone")
            #expect(try await server.get("/v0/datasources", token: next).json()["datasources"] as? [String] == [])
        }
    }

    @Test func `a deletion that a kill interrupts is finished by the next start`() async throws {
        let folder = try ServerFixture.scratchFolder()
        let first = try await ServerFixture.start(in: folder)
        let token = try await first.makeWorkspace("gone")
        let user = try await first.userToken()
        _ = try await first.client(token).deploy([.events])
        try await first.client(token).append("{\"n\":1}\n", to: "events")
        let engine = try #require(try ProcessTree.children(of: first.program.processIdentifier).first)
        // It keeps its database from being dropped.
        kill(engine, SIGSTOP)
        let deletion = Task { try await first.request("DELETE", "/v1/workspaces/gone?confirmation=yes", token: user) }
        try await eventually("the workspace is seen no more") {
            try await !first.workspaceNames().contains("gone")
        }
        first.program.signal(SIGKILL)
        kill(engine, SIGKILL)
        _ = try? await deletion.value

        let second = try await ServerFixture.start(in: folder)
        #expect(try await second.workspaceNames() == ["Tinybird_Local_Testing"])
        try await eventually("nothing is left") {
            let tables = try await second.engine("SELECT count() FROM system.tables WHERE match(name, '^events_[0-9a-f]{8}')")
            let logs = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "log").path)
            return tables == "0" && logs.isEmpty
        }
        try await second.stop()
        try FileManager.default.removeItem(at: folder)
    }
}
