// Part of Martlet. Apache License 2.0; see LICENSE.

/// A static token in a list.
public struct TokenSummary: Sendable, Hashable, Decodable {
    /// One permission.
    public struct Scope: Sendable, Hashable, Decodable {
        let type: String
        let resource: String?

        /// `PIPES:READ:top_pages`
        public var text: String { [self.type, self.resource].compactMap { $0 }.joined(separator: ":") }
    }

    /// Its name.
    public let name: String
    /// Its secret text: what a caller shows.
    public let text: String
    /// What its bearer may do.
    public let scopes: [Scope]

    enum CodingKeys: String, CodingKey {
        case name, scopes
        case text = "token"
    }
}

extension MartletClient {
    /// The static tokens of the workspace; needs the scope `TOKENS` or `ADMIN`.
    public func tokens() async throws -> [TokenSummary] {
        struct TokenList: Decodable { let tokens: [TokenSummary] }
        return try await self.send(.get, "/v0/tokens", as: TokenList.self).tokens
    }
}
