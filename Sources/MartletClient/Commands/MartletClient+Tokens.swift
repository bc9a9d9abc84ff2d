// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOCore

/// A static token in a list.
package struct TokenSummary: Sendable, Hashable, Decodable {
    /// One permission.
    package struct Scope: Sendable, Hashable, Decodable {
        /// For example `PIPES:READ`.
        package let type: String
        /// The data source or pipe it is about; nil where it is about all.
        package let resource: String?
        /// The rows it shows, as SQL; nil or empty for all.
        package let filter: String?

        /// `PIPES:READ:top_pages`
        package var text: String { [self.type, self.resource].compactMap { $0 }.joined(separator: ":") }
    }

    /// Its identity.
    package let id: String
    /// Its name.
    package let name: String
    /// Its secret text: what a caller shows.
    package let text: String
    /// What its bearer may do.
    package let scopes: [Scope]

    enum CodingKeys: String, CodingKey {
        case id, name, scopes
        case text = "token"
    }
}

extension MartletClient {
    /// The static tokens of the workspace; needs the scope `TOKENS` or `ADMIN`.
    package func tokens() async throws -> [TokenSummary] {
        struct TokenList: Decodable { let tokens: [TokenSummary] }
        return try await self.send(.get, "/v0/tokens", as: TokenList.self).tokens
    }

    /// A token by its identity, its name or its text.
    package func token(_ key: String) async throws -> TokenSummary {
        try await self.send(.get, "/v0/tokens/\(Self.escaped(key))", as: TokenSummary.self)
    }

    /// Makes a static token of these scopes, spelt as the API spells them: `PIPES:READ:top_pages`.
    package func createToken(named name: String, scopes: [String]) async throws -> TokenSummary {
        let query = [("name", name), ("origin", "C")] + scopes.map { ("scope", $0) }
        return try await self.send(.post, "/v0/tokens", query: query, as: TokenSummary.self)
    }

    /// Gives a token other scopes.
    package func changeToken(_ key: String, scopes: [String]) async throws -> TokenSummary {
        try await self.send(.put, "/v0/tokens/\(Self.escaped(key))", query: scopes.map { ("scope", $0) }, as: TokenSummary.self)
    }

    /// Makes a token that ends at a moment, in seconds since 1970, and returns its text.
    package func createToken(named name: String, expiresAt moment: Int, scopes: [WebToken.Scope]) async throws -> String {
        struct Made: Decodable { let token: String }
        let body = ByteBuffer(bytes: try JSONEncoder().encode(["scopes": scopes]))
        return try await self.send(
            .post, "/v0/tokens", query: [("name", name), ("expiration_time", String(moment))], body: body, contentType: "application/json",
            as: Made.self
        ).token
    }

    /// Gives a token a new text; the old one opens nothing any more.
    package func refreshToken(_ key: String) async throws -> TokenSummary {
        try await self.send(.post, "/v0/tokens/\(Self.escaped(key))/refresh", as: TokenSummary.self)
    }

    /// Deletes a token.
    package func deleteToken(_ key: String) async throws { try await self.send(.delete, "/v0/tokens/\(Self.escaped(key))") }
}
