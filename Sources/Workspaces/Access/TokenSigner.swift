// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials
internal import MartletCore

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
        let payload = Self.base64URL(Data(#"{"u": "\#(owner)", "id": "\#(token.id)", "host": null}"#.utf8))
        let signature = HMAC<SHA256>.authenticationCode(for: Data(payload.utf8), using: self.key)
        return "p.\(payload).\(Self.base64URL(Data(signature)))"
    }

    private static func base64URL(_ data: Data) -> String {
        String(data.base64EncodedString().compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
}

extension TokenSigner {
    /// Reads the key at `path`, and makes it first where there is none. Only this user may read the file.
    package static func loadOrMake(at path: String) throws -> TokenSigner {
        if let stored = FileManager.default.contents(atPath: path) {
            guard stored.count >= Self.keyByteCount else {
                throw RequestError(
                    .internal, "the signing key at \(path) is damaged: it has \(stored.count) bytes instead of \(Self.keyByteCount)")
            }
            return TokenSigner(key: Array(stored))
        }
        let key = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Data($0) }
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: key, attributes: attributes) else {
            throw RequestError(.internal, "the signing key cannot be written to \(path)")
        }
        return TokenSigner(key: Array(key))
    }
}
