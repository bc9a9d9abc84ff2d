// Part of Martlet. Apache License 2.0; see LICENSE.

/// The tokens that a server on this machine hands to its own user.
public struct LocalTokens: Sendable, Hashable, Decodable {
    /// Creates workspaces.
    public let user: String
    /// May do everything in the default workspace, and sees all workspaces.
    public let admin: String
    /// May do everything in the default workspace.
    public let workspaceAdmin: String

    enum CodingKeys: String, CodingKey {
        case user = "user_token"
        case admin = "admin_token"
        case workspaceAdmin = "workspace_admin_token"
    }
}

/// A workspace in a list.
public struct WorkspaceSummary: Sendable, Hashable, Decodable {
    /// Its identity.
    public let id: String
    /// Its name.
    public let name: String
    /// Its admin token; empty when the caller may not have it.
    public let token: String
}

extension MartletClient {
    /// The tokens of a server that runs on this machine; others refuse.
    public func localTokens() async throws -> LocalTokens {
        try await self.send(.get, "/tokens", as: LocalTokens.self)
    }

    /// The workspaces that the token may see.
    public func workspaces() async throws -> [WorkspaceSummary] {
        struct WorkspaceList: Decodable { let workspaces: [WorkspaceSummary] }
        return try await self.send(.get, "/v1/user/workspaces", as: WorkspaceList.self).workspaces
    }

    /// Makes a workspace; needs the user's token.
    public func createWorkspace(named name: String) async throws -> WorkspaceSummary {
        try await self.send(.post, "/v1/workspaces", query: [("name", name)], as: WorkspaceSummary.self)
    }

    /// Deletes a workspace with all it has; needs the user's token.
    public func deleteWorkspace(_ name: String) async throws {
        _ = try await self.send(.delete, "/v1/workspaces/\(Self.escaped(name))", query: [("hard_delete_confirmation", "yes")])
    }
}
