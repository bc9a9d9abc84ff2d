// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import Testing

/// Tinybird's own command line of the Forward generation, as its users install it, in a project folder of its own.
struct ForwardCLI {
    let server: ServerFixture
    /// The project; the client's own settings are below it.
    let folder: URL
    private let program: String
    private let tokens: LocalTokens

    private static let installed = Task {
        let peer = try await Program.run(["forward"], of: repository.appending(path: "scripts/peer").path, within: .seconds(300))
        guard peer.status == 0 else { throw TimedOut(description: "the command line cannot be installed: \(peer.errors)") }
        let python = peer.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return repository.appending(path: python).deletingLastPathComponent().appending(path: "tb").path
    }

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

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: self.folder.appending(path: path)) }

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
        let result = try await self.result(of: arguments, in: environment)
        let text = result.output + result.errors
        #expect(result.status == status, "tb \(arguments): \(text)", sourceLocation: sourceLocation)
        for fragment in fragments {
            #expect(text.contains(fragment), "tb \(arguments): \(text)", sourceLocation: sourceLocation)
        }
        return result.output
    }

    /// Starts a command that waits for something, and answers its first question by pressing Enter.
    func start(_ arguments: String...) throws -> Program {
        try Program(self.command(arguments), of: "/usr/bin/env", input: Data("\n".utf8))
    }

    private func result(of arguments: [String], in variables: [String]) async throws -> Program.Result {
        try await Program.run(self.command(arguments, in: variables), of: "/usr/bin/env")
    }

    /// What surrounds the tests is not the client's: no settings, no colours, no questions about its own updates.
    private func command(_ arguments: [String], in variables: [String] = []) throws -> [String] {
        let home = self.folder.appending(path: ".home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        let environment = [
            "-i", "-C", self.folder.path, "PATH=/usr/bin:/bin", "HOME=\(home.path)", "COLUMNS=200", "NO_COLOR=1", "BROWSER=true", "CI=1",
            "LANG=C.UTF-8", "PYTHONUNBUFFERED=1", "TB_VERSION_WARNING=0", "TB_CLI_TELEMETRY_OPTOUT=1", "TB_LOCAL_PORT=\(self.port)",
        ]
        return environment + self.proxy + variables + [self.program] + arguments
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
