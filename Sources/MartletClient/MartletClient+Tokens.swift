// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import NIOCore

/// A static token in a list.
public struct TokenSummary: Sendable, Hashable, Decodable {
    /// One permission.
    public struct Scope: Sendable, Hashable, Decodable {
        /// For example `PIPES:READ`.
        public let type: String
        /// The data source or pipe it is about; nil where it is about all.
        public let resource: String?
        /// The rows it shows, as SQL; nil or empty for all.
        public let filter: String?

        /// `PIPES:READ:top_pages`
        public var text: String { [self.type, self.resource].compactMap { $0 }.joined(separator: ":") }
    }

    /// Its identity.
    public let id: String
    /// Its name.
    public let name: String
    /// Its secret text: what a caller shows.
    public let text: String
    /// What its bearer may do.
    public let scopes: [Scope]

    enum CodingKeys: String, CodingKey {
        case id, name, scopes
        case text = "token"
    }
}

extension MartletClient {
    /// The static tokens of the workspace; needs the scope `TOKENS` or `ADMIN`.
    public func tokens() async throws -> [TokenSummary] {
        struct TokenList: Decodable { let tokens: [TokenSummary] }
        return try await self.send(.get, "/v0/tokens", as: TokenList.self).tokens
    }

    /// A token by its identity, its name or its text.
    public func token(_ key: String) async throws -> TokenSummary {
        try await self.send(.get, "/v0/tokens/\(Self.escaped(key))", as: TokenSummary.self)
    }

    /// Makes a static token of these scopes, spelt as the API spells them: `PIPES:READ:top_pages`.
    public func createToken(named name: String, scopes: [String]) async throws -> TokenSummary {
        let query = [("name", name), ("origin", "C")] + scopes.map { ("scope", $0) }
        return try await self.send(.post, "/v0/tokens", query: query, as: TokenSummary.self)
    }

    /// Gives a token other scopes.
    public func changeToken(_ key: String, scopes: [String]) async throws -> TokenSummary {
        try await self.send(.put, "/v0/tokens/\(Self.escaped(key))", query: scopes.map { ("scope", $0) }, as: TokenSummary.self)
    }

    /// One permission of a token that expires.
    public struct ExpiringScope: Sendable, Hashable, Encodable {
        let type: String
        let resource: String
        let filter: String?
        let fixedParameters: [String: String]?

        /// - Parameters:
        ///   - type: `PIPES:READ` or `DATASOURCES:READ`.
        ///   - filter: The rows that it shows of a data source, as SQL.
        ///   - fixedParameters: What the endpoint is called with, whatever the caller says.
        public init(type: String, resource: String, filter: String? = nil, fixedParameters: [String: String]? = nil) {
            (self.type, self.resource, self.filter, self.fixedParameters) = (type, resource, filter, fixedParameters)
        }

        enum CodingKeys: String, CodingKey {
            case type, resource, filter
            case fixedParameters = "fixed_params"
        }
    }

    /// Makes a token that ends at a moment, in seconds since 1970, and returns its text.
    public func createToken(named name: String, expiresAt moment: Int, scopes: [ExpiringScope]) async throws -> String {
        struct Made: Decodable { let token: String }
        let body = ByteBuffer(bytes: try JSONEncoder().encode(["scopes": scopes]))
        return try await self.send(
            .post, "/v0/tokens", query: [("name", name), ("expiration_time", String(moment))], body: body, contentType: "application/json",
            as: Made.self
        ).token
    }

    /// Gives a token a new text; the old one opens nothing any more.
    public func refreshToken(_ key: String) async throws -> TokenSummary {
        try await self.send(.post, "/v0/tokens/\(Self.escaped(key))/refresh", as: TokenSummary.self)
    }

    /// Deletes a token.
    public func deleteToken(_ key: String) async throws { try await self.send(.delete, "/v0/tokens/\(Self.escaped(key))") }
}
