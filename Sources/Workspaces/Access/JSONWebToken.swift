// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials
internal import MartletCore
internal import Templates

/// A token that is not stored: what it allows is written in it, and signed with the text of one of the workspace's own tokens, so that
/// a customer's own server can make as many as it has users (http-api contract, 2.5; RFC 7519).
package struct JSONWebToken: Sendable, Hashable {
    package let workspace: WorkspaceID
    /// Need not be unique: tokens of one name share a rate limit.
    package let name: String
    /// Seconds since 1970 at which it ends.
    package let expiry: Int
    package let scopes: [TokenScope]
    package let requestsPerSecond: Int?

    package init(workspace: WorkspaceID, name: String, expiry: Int, scopes: [TokenScope], requestsPerSecond: Int?) {
        self.workspace = workspace
        self.name = name
        self.expiry = expiry
        self.scopes = scopes
        self.requestsPerSecond = requestsPerSecond
    }

    /// The only algorithm: others let the sender choose how little he has to prove.
    static let algorithm = "HS256"
    /// The longest text that is looked at: room for some sixty scopes, within what HTTP servers take as a header.
    static let byteCount = 8 << 10
    /// More requests in a second could not be told from no limit at all.
    static let mostRequestsPerSecond = 1_000_000

    /// The text that its bearer shows.
    package func text(signedWith key: String) -> String {
        let header = Base64URL.encode(Data(#"{"alg":"\#(Self.algorithm)","typ":"JWT"}"#.utf8))
        let content = "\(header).\(Base64URL.encode(Data(self.claims.json.utf8)))"
        let signature = HMAC<SHA256>.authenticationCode(for: Data(content.utf8), using: SymmetricKey(data: Data(key.utf8)))
        return "\(content).\(Base64URL.encode(Data(signature)))"
    }

    /// What the token stands for when it is shown, with its scopes by the names of their resources.
    func token(_ scopes: [TokenScope]) -> Token {
        Token(
            id: "jwt:\(self.name)", workspaceID: self.workspace, name: self.name, origin: .webToken, scopes: scopes,
            requestsPerSecond: self.requestsPerSecond, createdAt: Timestamp("1970-01-01 00:00:00.000000"))
    }
}
