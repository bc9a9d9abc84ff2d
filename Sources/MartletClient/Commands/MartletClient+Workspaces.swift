// Part of Martlet. Apache License 2.0; see LICENSE.

/// The tokens that a server on this machine hands to its own user.
package struct LocalTokens: Sendable, Hashable, Decodable {
    /// Creates workspaces.
    package let user: String
    /// May do everything in the default workspace, and sees all workspaces.
    package let admin: String
    /// May do everything in the default workspace.
    package let workspaceAdmin: String

    enum CodingKeys: String, CodingKey {
        case user = "user_token"
        case admin = "admin_token"
        case workspaceAdmin = "workspace_admin_token"
    }
}

/// A workspace in a list.
package struct WorkspaceSummary: Sendable, Hashable, Decodable {
    /// Its identity.
    package let id: String
    /// Its name.
    package let name: String
    /// Its admin token; empty when the caller may not have it.
    package let token: String
    /// What the caller is in it.
    package let role: String?
    /// What it may use.
    package let plan: String?
    /// Whether it is a branch of another one.
    package let isBranch: Bool?
    /// Who works in it.
    package let members: [Member]?

    /// A person of a workspace.
    package struct Member: Sendable, Hashable, Decodable {
        /// The address that names the person.
        package let email: String
        /// `admin`, `guest` or `viewer`.
        package let role: String
    }

    enum CodingKeys: String, CodingKey {
        case id, name, token, role, plan, members
        case isBranch = "is_branch"
    }
}

/// The workspace that a token belongs to.
public struct CurrentWorkspace: Sendable, Hashable, Decodable {
    /// Its identity.
    public let id: String
    /// Its name.
    public let name: String
    /// Who asks.
    public let userID: String
    /// The address of who asks.
    public let userEmail: String
    /// `WORKSPACE`
    public let scope: String

    enum CodingKeys: String, CodingKey {
        case id, name, scope
        case userID = "user_id"
        case userEmail = "user_email"
    }
}

extension MartletClient {
    /// The tokens of a server that runs on this machine; others refuse.
    package func localTokens() async throws -> LocalTokens {
        try await self.send(.get, "/tokens", as: LocalTokens.self)
    }

    /// The workspaces that the token may see.
    package func workspaces() async throws -> [WorkspaceSummary] {
        struct WorkspaceList: Decodable { let workspaces: [WorkspaceSummary] }
        return try await self.send(.get, "/v1/user/workspaces", as: WorkspaceList.self).workspaces
    }

    /// The workspace of the token.
    public func workspace() async throws -> CurrentWorkspace {
        try await self.send(.get, "/v1/workspace", as: CurrentWorkspace.self)
    }

    /// Deletes a workspace and all that is in it; needs the user's token.
    package func deleteWorkspace(_ id: String) async throws {
        try await self.send(
            .delete, "/v1/workspaces/\(Self.escaped(id))", query: [("hard_delete_confirmation", "yes"), ("confirmation", "yes")])
    }

    /// Adds people to a workspace, removes them or changes what they may do; needs the user's token.
    ///
    /// - Parameters:
    ///   - operation: `add`, `remove` or `change_role`.
    ///   - role: What they become; nil for what the server thinks right.
    package func changeMembers(_ operation: String, _ emails: [String], role: String? = nil, of workspace: String) async throws {
        let query = [("operation", operation), ("users", emails.joined(separator: ","))] + (role.map { [("new_role", $0)] } ?? [])
        try await self.send(.put, "/v0/workspaces/\(Self.escaped(workspace))/users/", query: query)
    }

    /// The token of a branch of the workspace.
    package func branchToken(_ name: String) async throws -> String {
        struct Branch: Decodable { let token: String }
        return try await self.send(.get, "/v1/environments/\(Self.escaped(name))", as: Branch.self).token
    }

    /// Makes a workspace; needs the user's token.
    package func createWorkspace(named name: String) async throws -> WorkspaceSummary {
        try await self.send(.post, "/v1/workspaces", query: [("name", name)], as: WorkspaceSummary.self)
    }
}
