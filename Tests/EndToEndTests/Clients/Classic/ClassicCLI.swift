// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation
import MartletClient
import Testing

/// The command line of the Classic generation.
struct ClassicCLI: PublishedCLI {
    let server: ServerFixture
    let folder: URL
    let program: String
    private let token: String

    private static let installed = install("classic")

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
            try tb.write(files)
            try await body(tb)
            try FileManager.default.removeItem(at: tb.folder)
        }
    }

    // MARK: Commands

    /// Runs a command. Expects how it ends and what it prints; gives that back.
    @discardableResult
    func callAsFunction(
        _ arguments: String..., exit status: Int32 = 0, says fragments: String..., without unwanted: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let command = try self.command(arguments, in: ["TB_HOST=\(self.server.url)", "TB_TOKEN=\(self.token)"])
        let result = try await Program.run(command, of: "/usr/bin/env")
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
