// Part of Martlet. Apache License 2.0; see LICENSE.

/// A static token: a name, its permissions, and the secret text that a caller shows.
///
/// The text is derived from the id and the instance's signing key; it is not stored, and printing a token never shows it.
package struct Token: Sendable, Hashable {
    /// Where a token comes from, as the API spells it.
    package enum Origin: String, Sendable, Hashable {
        case custom = "C"
        case datafile = "DS"
        case system = "SYSTEM"
    }

    package let id: String
    /// Nil for the user's token, which belongs to no workspace.
    package let workspaceID: WorkspaceID?
    package let name: String
    package let origin: Origin
    package let scopes: [TokenScope]
    package let createdAt: Timestamp

    package init(id: String, workspaceID: WorkspaceID?, name: String, origin: Origin, scopes: [TokenScope], createdAt: Timestamp) {
        self.id = id
        self.workspaceID = workspaceID
        self.name = name
        self.origin = origin
        self.scopes = scopes
        self.createdAt = createdAt
    }
}

extension Token {
    /// The names of the tokens that every workspace is born with.
    package enum SystemName {
        package static let workspaceAdmin = "workspace admin token"
        package static let user = "user token"
        package static func userAdmin(email: String) -> String { "admin \(email)" }
    }
}
