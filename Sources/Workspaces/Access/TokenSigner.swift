// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials

/// Makes the secret text of tokens: `p.` base64url(JSON) `.` base64url(HMAC-SHA256) (http-api contract, 2.2).
///
/// Clients recognise tokens by their first characters, `p.ey`, and hide them from logs.
package struct TokenSigner: Sendable {
    private let key: SymmetricKey

    package init(key: [UInt8]) {
        precondition(key.count >= Self.keyByteCount, "a signing key has at least \(Self.keyByteCount) bytes")
        self.key = SymmetricKey(data: key)
    }

    /// The length of a signing key; that of the hash (RFC 2104, section 3).
    package static let keyByteCount = 32

    package func text(of token: Token) -> String {
        let owner = token.workspaceID?.text ?? "user"
        let generation = token.generation == 0 ? "" : #", "generation": \#(token.generation)"#
        let payload = Base64URL.encode(Data(#"{"u": "\#(owner)", "id": "\#(token.id)", "host": null\#(generation)}"#.utf8))
        let signature = HMAC<SHA256>.authenticationCode(for: Data(payload.utf8), using: self.key)
        return "p.\(payload).\(Base64URL.encode(Data(signature)))"
    }
}

extension TokenSigner {
    /// Reads the key at `path`, and makes it first where there is none. Only this user may read the file.
    package static func loadOrMake(at path: String) throws -> TokenSigner {
        TokenSigner(key: try KeyFile(path: path, purpose: "the signing key").loadOrMake(byteCount: Self.keyByteCount))
    }
}
