// Part of Martlet. Apache License 2.0; see LICENSE.

import AsyncHTTPClient
import Foundation
import MartletClient

extension ServerFixture {
    /// The token that makes and deletes workspaces.
    func userToken() async throws -> String {
        try await MartletClient(url: self.url, token: "", httpClient: .shared).localTokens().user
    }

    /// Makes a workspace; gives back its administrator's token.
    func makeWorkspace(_ name: String) async throws -> String {
        try await MartletClient(url: self.url, token: try await self.userToken(), httpClient: .shared).createWorkspace(named: name).token
    }

    /// A client for a workspace.
    func client(_ token: String) -> MartletClient { MartletClient(url: self.url, token: token, httpClient: .shared) }

    /// The names of all workspaces.
    func workspaceNames() async throws -> [String] { try await self.client(try await self.userToken()).workspaces().map(\.name) }

    /// What an expression comes to over all rows of a data source of the token's workspace.
    func value(_ expression: String, of dataSource: String, token: String) async throws -> Int? {
        let answer = try await self.post("/v0/sql", token: token, body: "SELECT \(expression) AS v FROM \(dataSource) FORMAT JSON")
        return try answer.rows().first?["v"] as? Int
    }

    /// Waits until a job that was begun has ended; gives back how.
    func end(of job: Answer, token: String) async throws -> String {
        let id = (try job.json()["job"] as? [String: Any])?["id"] as? String ?? ""
        var status = ""
        try await eventually("the job \(job.body) ends") {
            status = try await self.get("/v0/jobs/\(id)", token: token).json()["status"] as? String ?? ""
            return ["done", "error", "cancelled"].contains(status)
        }
        return status
    }
}

/// A project in a folder of its own.
struct ScratchProject {
    let folder: URL

    init(_ files: [String: String]) throws {
        self.folder = try ServerFixture.scratchFolder()
        for (path, text) in files { try self.write(text, to: path) }
    }

    var path: String { self.folder.path }

    func write(_ text: String, to path: String) throws {
        let file = self.folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) throws -> String { try String(contentsOf: self.folder.appending(path: path), encoding: .utf8) }
    func remove() throws { try FileManager.default.removeItem(at: self.folder) }
}
