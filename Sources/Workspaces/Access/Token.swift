// Part of Martlet. Apache License 2.0; see LICENSE.

/// A token: a name, its permissions, and the secret text that a caller shows.
///
/// The text of a static token is derived from the id, the generation and the instance's signing key; it is not stored, and printing a
/// token never shows it. A JSON web token is not stored at all: it brings everything along.
package struct Token: Sendable, Hashable {
    /// Where a token comes from, as the API spells it.
    package enum Origin: String, Sendable, Hashable {
        case custom = "C"
        case datafile = "DS"
        case pipe = "P"
        case system = "SYSTEM"
        case webToken = "JWT"
    }

    package let id: String
    /// Nil for the user's token, which belongs to no workspace.
    package let workspaceID: WorkspaceID?
    package let name: String
    package let description: String
    package let origin: Origin
    /// The name or id of the resource that it was made for, as its maker gave it.
    package let resource: String?
    /// Counts how often its text has been replaced.
    package let generation: Int
    package let scopes: [TokenScope]
    /// Requests in a second that all tokens of this name may send together; nil for any number.
    package let requestsPerSecond: Int?
    package let createdAt: Timestamp

    package init(
        id: String, workspaceID: WorkspaceID?, name: String, description: String = "", origin: Origin, resource: String? = nil,
        generation: Int = 0, scopes: [TokenScope], requestsPerSecond: Int? = nil, createdAt: Timestamp
    ) {
        self.id = id
        self.workspaceID = workspaceID
        self.name = name
        self.description = description
        self.origin = origin
        self.resource = resource
        self.generation = generation
        self.scopes = scopes
        self.requestsPerSecond = requestsPerSecond
        self.createdAt = createdAt
    }
}

extension Token {
    /// The same token with one more scope.
    func with(_ scope: TokenScope) -> Token {
        Token(
            id: self.id, workspaceID: self.workspaceID, name: self.name, description: self.description, origin: self.origin,
            resource: self.resource, generation: self.generation, scopes: self.scopes + [scope],
            requestsPerSecond: self.requestsPerSecond, createdAt: self.createdAt)
    }

    /// The names of the tokens that every workspace is born with.
    package enum SystemName {
        package static let workspaceAdmin = "workspace admin token"
        package static let user = "user token"
        package static func userAdmin(email: String) -> String { "admin \(email)" }
    }
}
