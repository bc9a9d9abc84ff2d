// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import Testing

/// The login page in Chromium: what a person does there lets the command in that has named it.
@Suite struct LoginPageTests {
    /// What Tests/Browser/login.mjs has seen of the page.
    private struct Visit: Decodable {
        let workspace: String
        let code: String
        let asksForToken: Bool
        let answers: [String]
        let exceptions: [String]
    }

    @Test func `on the server's own machine a click confirms the code that the command shows`() async throws {
        try await withServer { server in
            let visit = try await self.logIn(to: server)
            #expect(!visit.asksForToken)
            #expect(visit.answers == ["The program is logged in: This page can be closed."])
        }
    }

    @Test func `from elsewhere it takes an admin token, and a wrong one lets nobody in`() async throws {
        try await withServer { server in
            let visit = try await self.logIn(to: server, token: try await server.adminToken())
            #expect(visit.asksForToken)
            #expect(
                visit.answers == [
                    "A program asks to log in: Not logged in: invalid authentication token",
                    "The program is logged in: This page can be closed.",
                ])
        }
    }

    /// Starts the command, does in the browser what it asks for, and checks that it may work on the workspace from then on.
    private func logIn(to server: ServerFixture, token: String = "") async throws -> Visit {
        let shell = try Shell(server)
        let login = try shell.start("--host", server.url, "login", "--method", "code")
        var page = ""
        try await eventually("the command names the page") {
            page = login.outputText.split(separator: "\n").first { $0.hasPrefix("\(server.url)/api/cli-login?") }.map { String($0) } ?? ""
            return !page.isEmpty
        }
        let run = try await Program.run(
            ["node", repository.appending(path: "Tests/Browser/login.mjs").path], of: "/usr/bin/env",
            environment: ["PAGE": page, "TOKEN": token], within: .seconds(120))
        #expect(run.status == 0, "\(run.errors)")
        let visit = try JSONDecoder().decode(Visit.self, from: Data(run.output.utf8))
        #expect(visit.exceptions.isEmpty)
        // What an address says is text.
        #expect(visit.workspace == " <b>mine</b>")
        #expect(login.outputText.contains("The page will show this code: \(visit.code)\n"))

        try await eventually("the command is in, and ends") {
            login.outputText.hasSuffix("✓ Authentication successful!\n") && !login.isRunning
        }
        #expect(try await shell("workspace", "current", "--output", "json").output.contains("Tinybird_Local_Testing"))
        return visit
    }
}
