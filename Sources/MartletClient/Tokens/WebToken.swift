// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
public import FoundationEssentials

/// A token that ends by itself and that no server stores: your own server makes one for each of its users (a JSON web token, RFC 7519).
///
/// ```swift
/// let token = WebToken(
///     name: "user_9", workspaceID: workspaceID, expiry: .now + 3600,
///     scopes: [.readPipe("top_pages", fixedParameters: ["org_id": "acme"])])
/// let text = try token.signed(with: adminToken)
/// ```
public struct WebToken: Sendable, Hashable {
    /// What the bearer may do with one resource.
    public struct Scope: Sendable, Hashable, Encodable {
        let type: String
        let resource: String
        let filter: String?
        let fixedParameters: [String: String]?

        package init(type: String, resource: String, filter: String? = nil, fixedParameters: [String: String]? = nil) {
            (self.type, self.resource, self.filter, self.fixedParameters) = (type, resource, filter, fixedParameters)
        }

        /// To call an endpoint, with fixed parameters whatever the bearer says.
        public static func readPipe(_ name: String, fixedParameters: [String: String]? = nil) -> Scope {
            Scope(type: "PIPES:READ", resource: name, fixedParameters: fixedParameters)
        }

        /// To query a data source, of which only the rows are seen for which the filter holds, a condition in SQL.
        public static func readDataSource(_ name: String, filter: String? = nil) -> Scope {
            Scope(type: "DATASOURCES:READ", resource: name, filter: filter)
        }

        /// To append events to a data source.
        public static func append(to dataSource: String) -> Scope { Scope(type: "DATASOURCES:APPEND", resource: dataSource) }

        enum CodingKeys: String, CodingKey {
            case type, resource, filter
            case fixedParameters = "fixed_params"
        }
    }

    /// Names the bearer in the server's figures. Tokens of one name share their limit.
    public var name: String
    /// Its workspace: see ``MartletClient/workspace()``.
    public var workspaceID: String
    /// When it ends.
    public var expiry: Date
    /// What the bearer may do.
    public var scopes: [Scope]
    /// The most requests in a second; nil for no limit.
    public var requestsPerSecond: Int?

    /// A token that is not signed yet.
    public init(name: String, workspaceID: String, expiry: Date, scopes: [Scope], requestsPerSecond: Int? = nil) {
        self.name = name
        self.workspaceID = workspaceID
        self.expiry = expiry
        self.scopes = scopes
        self.requestsPerSecond = requestsPerSecond
    }

    /// The text that the bearer shows.
    ///
    /// - Parameter adminToken: The workspace's admin token, the one that bears that name. Whoever has it can make such tokens: it stays on
    ///   your server.
    public func signed(with adminToken: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let claims = Claims(
            workspaceID: self.workspaceID, name: self.name,
            expiry: Int64(exactly: self.expiry.timeIntervalSince1970.rounded(.down)) ?? .max,
            scopes: self.scopes, limits: self.requestsPerSecond.map { ["rps": $0] })
        let content = "\(Self.base64URL(Data(#"{"alg":"HS256","typ":"JWT"}"#.utf8))).\(Self.base64URL(try encoder.encode(claims)))"
        let key = SymmetricKey(data: Data(adminToken.utf8))
        return "\(content).\(Self.base64URL(Data(HMAC<SHA256>.authenticationCode(for: Data(content.utf8), using: key))))"
    }

    private struct Claims: Encodable {
        let workspaceID: String
        let name: String
        let expiry: Int64
        let scopes: [Scope]
        let limits: [String: Int]?

        enum CodingKeys: String, CodingKey {
            case name, scopes, limits
            case workspaceID = "workspace_id"
            case expiry = "exp"
        }
    }

    /// Base64 with the letters of URLs, without padding (RFC 7515, section 2).
    private static func base64URL(_ data: Data) -> String {
        String(data.base64EncodedString().compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
}
