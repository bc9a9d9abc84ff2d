// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// Tinybird's own command line of the Classic generation, as its users install it, in a project folder of its own.
struct ClassicCLI {
    let server: ServerFixture
    /// The project; the client's own settings are below it.
    let folder: URL
    private let program: String
    private let token: String

    private static let installed = Task {
        let peer = try await Program.run(["classic"], of: repository.appending(path: "scripts/peer").path, within: .seconds(300))
        guard peer.status == 0 else { throw TimedOut(description: "the command line cannot be installed: \(peer.errors)") }
        let python = peer.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return repository.appending(path: python).deletingLastPathComponent().appending(path: "tb").path
    }

    private init(_ server: ServerFixture, folder: URL) async throws {
        self.server = server
        self.folder = folder
        self.program = try await Self.installed.value
        self.token = try await server.adminToken()
    }

    /// Runs `body` with a server of its own and a project that holds these files.
    static func run(on files: [String: String], _ body: (ClassicCLI) async throws -> Void) async throws {
        try await withServer { server in
            let tb = try await ClassicCLI(server, folder: try ServerFixture.scratchFolder())
            for (path, text) in files { try tb.write(path, text) }
            try await body(tb)
            try FileManager.default.removeItem(at: tb.folder)
        }
    }

    // MARK: Files of the project

    func write(_ path: String, _ text: String) throws {
        let file = self.folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) throws -> String { try String(contentsOf: self.folder.appending(path: path), encoding: .utf8) }

    // MARK: Commands

    /// Runs a command. Expects how it ends and what it prints; gives that back.
    @discardableResult
    func callAsFunction(
        _ arguments: String..., exit status: Int32 = 0, says fragments: String..., without unwanted: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let home = self.folder.appending(path: ".home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        // What surrounds the tests is not the client's: no settings, no colours, no questions about its own updates.
        let environment = [
            "-i", "-C", self.folder.path, "PATH=/usr/bin:/bin", "HOME=\(home.path)", "COLUMNS=200", "NO_COLOR=1", "CI=1", "LANG=C.UTF-8",
            "TB_VERSION_WARNING=0", "TB_CLI_TELEMETRY_OPTOUT=1", "TB_HOST=\(self.server.url)", "TB_TOKEN=\(self.token)",
        ]
        let result = try await Program.run(environment + [self.program] + arguments, of: "/usr/bin/env")
        let text = result.output + result.errors
        #expect(result.status == status, "tb \(arguments): \(text)", sourceLocation: sourceLocation)
        for fragment in fragments {
            #expect(text.contains(fragment), "tb \(arguments) does not say \"\(fragment)\": \(text)", sourceLocation: sourceLocation)
        }
        if let unwanted {
            #expect(!text.contains(unwanted), "tb \(arguments) says \"\(unwanted)\": \(text)", sourceLocation: sourceLocation)
        }
        return text
    }

    // MARK: What the server has

    /// What a query answers, as CSV.
    func sql(_ query: String) async throws -> String {
        try await self.server.post("/v0/sql", token: self.token, body: "\(query) FORMAT CSV").body
    }

    func get(_ path: String) async throws -> ServerFixture.Answer { try await self.server.get(path, token: self.token) }
}
