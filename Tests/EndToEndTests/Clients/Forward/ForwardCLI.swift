// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import Testing

/// The command line of the Forward generation.
struct ForwardCLI: PublishedCLI {
    let server: ServerFixture
    let folder: URL
    let program: String
    private let tokens: LocalTokens

    private static let installed = install("forward")

    private init(_ server: ServerFixture, folder: URL) async throws {
        self.server = server
        self.folder = folder
        self.program = try await Self.installed.value
        self.tokens = try await MartletClient(url: server.url, token: "", httpClient: .shared).localTokens()
    }

    /// Runs `body` with a server of its own and a project that holds these files.
    static func run(
        on files: [String: String] = ForwardProject.files, arguments: [String] = [], _ body: (ForwardCLI) async throws -> Void
    ) async throws {
        try await withServer(arguments: arguments) { server in
            let tb = try await ForwardCLI(server, folder: try ServerFixture.scratchFolder())
            try tb.write(files)
            try await body(tb)
            try FileManager.default.removeItem(at: tb.folder)
        }
    }

    // MARK: Commands

    /// Runs a command against the server as one on the developer's own machine. Expects its end and what it prints; gives that back.
    @discardableResult
    func local(
        _ arguments: String..., exit status: Int32 = 0, says fragments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await self.expect(["--local"] + arguments, status, fragments, at: sourceLocation)
    }

    /// Runs a command against the server as one on the network.
    @discardableResult
    func cloud(
        _ arguments: String..., token: String? = nil, exit status: Int32 = 0, says fragments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let options = [
            "--cloud", "--host", self.server.url, "--token", token ?? self.tokens.admin, "--user-token", self.tokens.user,
        ]
        return try await self.expect(options + arguments, status, fragments, at: sourceLocation)
    }

    /// Runs a command with no option but its own.
    @discardableResult
    func plain(
        _ arguments: String..., environment: [String] = [], exit status: Int32 = 0, says fragments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await self.expect(arguments, in: environment, status, fragments, at: sourceLocation)
    }

    private func expect(
        _ arguments: [String], in environment: [String] = [], _ status: Int32, _ fragments: [String], at sourceLocation: SourceLocation
    ) async throws -> String {
        let result = try await Program.run(try self.command(arguments, in: self.environment + environment), of: "/usr/bin/env")
        let text = result.output + result.errors
        #expect(result.status == status, "tb \(arguments): \(text)", sourceLocation: sourceLocation)
        for fragment in fragments {
            #expect(text.contains(fragment), "tb \(arguments): \(text)", sourceLocation: sourceLocation)
        }
        return result.output
    }

    /// Starts a command that waits for something, and answers its first question by pressing Enter.
    func start(_ arguments: String...) throws -> Program {
        try Program(self.command(arguments, in: self.environment), of: "/usr/bin/env", input: Data("\n".utf8))
    }

    private var environment: [String] {
        ["BROWSER=true", "PYTHONUNBUFFERED=1", "TB_LOCAL_PORT=\(self.port)"] + self.proxy
    }

    /// The client looks for ClickHouse's interface at one port of the machine and no other: a proxy takes it to the server's.
    private var proxy: [String] {
        let line = self.server.program.outputText.split(separator: "\n").first { $0.hasPrefix("clients of ClickHouse connect to ") }
        guard let address = line?.split(separator: " ").last else { return [] }
        return ["HTTP_PROXY=http://\(address)", "NO_PROXY=localhost:\(self.port),127.0.0.1:\(self.port)"]
    }

    private var port: String { self.server.url.split(separator: ":").last.map(String.init) ?? "" }

    // MARK: What the server has

    /// A token of the workspace that local commands work in, once they have made it.
    func localToken() async throws -> String {
        let answer = try await self.server.get("/v1/user/workspaces", token: self.tokens.admin).json()
        let workspaces = answer["workspaces"] as? [[String: Any]] ?? []
        let local = workspaces.first { ($0["name"] as? String)?.hasPrefix("Tinybird_Local_Build_") == true }
        return try #require(local?["token"] as? String)
    }

    /// The first line that a query answers in that workspace.
    func line(_ sql: String) async throws -> String { try await self.server.line(sql, token: try await self.localToken()) }

    var adminToken: String { self.tokens.admin }
    var userToken: String { self.tokens.user }
}
