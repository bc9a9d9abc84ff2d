// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import Foundation
internal import MartletClient
internal import Workspaces

/// A server as its owner speaks to it: where projects are tried and tested, in workspaces that come and go.
struct DevelopmentServer {
    /// May make and delete workspaces.
    let owner: MartletClient

    init(_ connection: Connection) async throws { self.owner = try await connection.userClient() }

    /// A client for the workspace of this name, which is made where there is none.
    func client(for name: String) async throws -> MartletClient {
        if let workspace = try await self.owner.workspaces().first(where: { $0.name == name }) {
            return self.owner.showing(token: workspace.token)
        }
        return try await self.newClient(for: name)
    }

    /// A client for a new workspace.
    func newClient(for name: String) async throws -> MartletClient {
        self.owner.showing(token: try await self.owner.createWorkspace(named: name).token)
    }
}

extension Connection {
    /// A client for the workspace in which a project is tried: that of a token, one that is named, or its own.
    func developmentClient(for project: ProjectFolder) async throws -> MartletClient {
        let environment = ProcessInfo.processInfo.environment
        if self.token != nil || environment["MARTLET_TOKEN"] != nil { return try await self.client() }
        let name = self.workspace ?? environment["MARTLET_WORKSPACE"] ?? DevelopmentName.build(ofProjectAt: project.absolutePath)
        return try await DevelopmentServer(self).client(for: name)
    }
}

extension ProjectFolder {
    /// The folder's path from the root, without links.
    var absolutePath: String {
        URL(filePath: self.path).resolvingSymlinksInPath().standardizedFileURL.path(percentEncoded: false).trimmingSlash
    }
}

extension String {
    fileprivate var trimmingSlash: String { self.count > 1 && self.hasSuffix("/") ? String(self.dropLast()) : self }
}
