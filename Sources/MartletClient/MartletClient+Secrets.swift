// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// A secret in a list; its value never leaves the server.
public struct SecretSummary: Sendable, Hashable, Decodable {
    /// Its name, as templates ask for it.
    public let name: String
    /// When it was made, in UTC.
    public let createdAt: String
    /// When its value was set last, in UTC.
    public let updatedAt: String

    enum CodingKeys: String, CodingKey {
        case name
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}

extension MartletClient {
    /// The names of the workspace's secrets.
    public func secrets() async throws -> [SecretSummary] {
        struct SecretList: Decodable { let variables: [SecretSummary] }
        return try await self.send(.get, "/v0/variables", as: SecretList.self).variables
    }

    /// Sets a secret, whether there was one of its name or not.
    public func setSecret(_ name: String, to value: String) async throws {
        do {
            try await self.sendForm(.put, "/v0/variables/\(Self.escaped(name))", [("value", value)])
        } catch let error as MartletClientError {
            guard error.status == 404 else { throw error }
            try await self.sendForm(.post, "/v0/variables", [("name", name), ("value", value), ("type", "secret")])
        }
    }

    /// Deletes a secret.
    public func deleteSecret(_ name: String) async throws { try await self.send(.delete, "/v0/variables/\(Self.escaped(name))") }

    /// Sends what should stand in no log of addresses.
    func sendForm(_ method: HTTPMethod, _ path: String, _ fields: [(String, String)]) async throws {
        let form = fields.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&")
        try await self.send(method, path, body: ByteBuffer(string: form), contentType: "application/x-www-form-urlencoded")
    }
}
