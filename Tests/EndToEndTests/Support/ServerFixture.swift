// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient
import NIOCore
import NIOHTTP1

/// A server in a scratch folder on a free port: the built program, spoken to over HTTP.
///
/// `withServer` starts one and undoes everything; the primitives below it start, kill and start again.
final class ServerFixture: Sendable {
    let folder: URL
    let program: Program
    let url: String

    private init(folder: URL, program: Program, url: String) {
        self.folder = folder
        self.program = program
        self.url = url
    }

    /// Starts a server on `folder` and waits until it is ready: the engine answers, and what a former server left is seen to.
    static func start(in folder: URL, arguments: [String] = [], environment: [String: String] = [:]) async throws -> ServerFixture {
        let fixture = try await self.launch(in: folder, arguments: arguments, environment: environment)
        try await eventually("the engine answers") {
            (try? await fixture.request("GET", "/v0/sql?q=SELECT%201", token: try await fixture.adminToken()))?.status == 200
        }
        try await eventually("the server is ready") { fixture.program.errorText.contains("[martlet] engine is ready") }
        return fixture
    }

    /// Starts a server on `folder` and waits until it listens.
    static func launch(in folder: URL, arguments: [String] = [], environment: [String: String] = [:]) async throws -> ServerFixture {
        let program = try Program(["serve", "--port", "0", "--data-dir", folder.path] + arguments, environment: environment)
        var url: String?
        try await eventually("the server listens") {
            guard program.isRunning else { throw TimedOut(description: "the server ended: \(program.errorText)") }
            url = program.outputText.split(separator: "\n").first { $0.contains("http://") }?.split(separator: " ").last.map(String.init)
            return url != nil
        }
        return ServerFixture(folder: folder, program: program, url: url ?? "")
    }

    static func scratchFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    func stop() async throws { try await self.program.stop() }

    // MARK: Talking to it

    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: String

        /// The JSON body.
        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(self.body.utf8)) as? [String: Any] ?? [:]
        }

        /// The rows of a JSON answer.
        func rows() throws -> [[String: Any]] { try self.json()["data"] as? [[String: Any]] ?? [] }

        /// The text of the error shape.
        var error: String? { (try? self.json())?["error"] as? String }
    }

    func request(
        _ method: String, _ path: String, token: String? = nil, body: Data? = nil, headers: [String: String] = [:],
        by client: HTTPClient = MartletClient.sharedHTTPClient, at url: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: (url ?? self.url) + path)
        request.method = .init(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await client.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first }),
            body: String(buffer: bytes))
    }

    func get(_ path: String, token: String? = nil) async throws -> Answer { try await self.request("GET", path, token: token) }

    func post(
        _ path: String, token: String? = nil, body: String, headers: [String: String] = [:],
        by client: HTTPClient = MartletClient.sharedHTTPClient
    ) async throws -> Answer {
        try await self.request("POST", path, token: token, body: Data(body.utf8), headers: headers, by: client)
    }

    func adminToken() async throws -> String {
        try await MartletClient(url: self.url, token: "").localTokens().admin
    }

    /// A client with an administrator's token of the default workspace.
    func client() async throws -> MartletClient {
        MartletClient(url: self.url, token: try await self.adminToken())
    }

    /// The secret text of a token by its name.
    func token(_ name: String) async throws -> String {
        try await self.client().tokens().first { $0.name == name }?.text ?? ""
    }

    /// Runs a command of the program against this server.
    func command(_ arguments: String..., input: Data? = nil) async throws -> Program.Result {
        try await Program.run(arguments, environment: ["MARTLET_URL": self.url, "NO_COLOR": ""], input: input)
    }
}

/// Runs `body` with a server of its own.
func withServer(arguments: [String] = [], _ body: (ServerFixture) async throws -> Void) async throws {
    let folder = try ServerFixture.scratchFolder()
    let server = try await ServerFixture.start(in: folder, arguments: arguments)
    do {
        try await body(server)
    } catch {
        try await server.stop()
        throw error
    }
    try await server.stop()
    try FileManager.default.removeItem(at: folder)
}

/// The repository, for the example workspaces.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The files of a project folder.
func projectFiles(_ folder: URL) throws -> [DeploymentFile] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return try paths.sorted().filter { path in [".datasource", ".pipe", ".incl"].contains { path.hasSuffix($0) } }.map {
        DeploymentFile(path: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
    }
}
