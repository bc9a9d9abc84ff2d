// Part of Martlet. Apache License 2.0; see LICENSE.

/// A secret in a list; its value never leaves the server.
package struct SecretSummary: Sendable, Hashable, Decodable {
    /// Its name, as templates ask for it.
    package let name: String
    /// When it was made, in UTC.
    package let createdAt: String
    /// When its value was set last, in UTC.
    package let updatedAt: String

    enum CodingKeys: String, CodingKey {
        case name
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}

extension MartletClient {
    /// The names of the workspace's secrets.
    package func secrets() async throws -> [SecretSummary] {
        struct SecretList: Decodable { let variables: [SecretSummary] }
        return try await self.send(.get, "/v0/variables", as: SecretList.self).variables
    }

    /// Sets a secret, whether there was one of its name or not.
    package func setSecret(_ name: String, to value: String) async throws {
        do {
            try await self.send(.form(.put, "/v0/variables/\(Self.escaped(name))", [("value", value)]))
        } catch let error as MartletClientError {
            guard error.status == 404 else { throw error }
            try await self.send(.form(.post, "/v0/variables", [("name", name), ("value", value), ("type", "secret")]))
        }
    }

    /// Deletes a secret.
    package func deleteSecret(_ name: String) async throws { try await self.send(.delete, "/v0/variables/\(Self.escaped(name))") }
}
