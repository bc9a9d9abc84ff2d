// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Crypto
internal import FoundationEssentials
internal import Templates

/// The three parts of a JSON web token, not yet believed.
struct SignedText {
    /// What the signature is about: the header and the claims as they came.
    private let content: Substring
    private let signature: Data
    let claims: TemplateValue

    /// Nil for what is none, or is signed in a way that we do not take.
    init?(_ text: String) {
        guard text.utf8.count <= JSONWebToken.byteCount else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            header[member: "alg"] == .text(JSONWebToken.algorithm),
            // What a header calls critical changes how the rest is read (RFC 7515, section 4.1.11).
            header[member: "crit"] == nil, let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.content = text[..<parts[1].endIndex]
        self.signature = signature
        self.claims = claims
    }

    /// Whether it was signed with this key; takes as long for a wrong signature as for a right one.
    func isSigned(with key: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            self.signature, authenticating: Data(self.content.utf8), using: SymmetricKey(data: Data(key.utf8)))
    }

    private static func object(_ part: Substring) -> TemplateValue? {
        guard let data = Base64URL.decode(part), let text = String(validating: data, as: UTF8.self) else { return nil }
        guard let value = try? TemplateValue(json: text), case .dictionary = value else { return nil }
        return value
    }
}
