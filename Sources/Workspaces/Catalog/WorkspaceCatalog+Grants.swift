// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
package import MartletCore
internal import Templates

/// Who shows which token.
extension WorkspaceCatalog {
    /// What the bearer of this secret text may do; nil if it opens nothing.
    package func grant(forTokenText text: String) -> AccessGrant? { try? self.grant(showing: text) }

    /// What the bearer of this secret text may do, or why it opens nothing.
    ///
    /// Texts are looked up by their hash and signatures compared in constant time: how long it takes tells nothing about others.
    package func grant(showing text: String) throws(RequestError) -> AccessGrant {
        if let grant = self.grant(forStaticText: text) { return grant }
        let now = Int(Date().timeIntervalSince1970)
        if let known = self.verifiedTokens[text], self.signers(of: known.grant.token.workspaceID).contains(known.signer) {
            guard known.expiry > now else { throw Self.expired }
            return known.grant
        }
        guard let signed = SignedText(text), case .text(let workspace)? = signed.claims[member: "workspace_id"],
            let signer = self.signers(of: WorkspaceID(workspace)).first(where: { signed.isSigned(with: $0) })
        else { throw RequestError(.forbidden, "invalid authentication token") }
        let token: JSONWebToken
        do throws(RequestError) {
            token = try JSONWebToken(claims: signed.claims)
        } catch {
            throw RequestError(.forbidden, "invalid authentication token, \(error.message)")
        }
        guard token.expiry > now else { throw Self.expired }
        // Who writes an id in the place of a name means the resource, whatever it is called by now.
        let snapshot = try? self.snapshot(of: token.workspace)
        let scopes = token.scopes.map { scope in snapshot.map { scope.byName(in: $0) } ?? scope }
        guard scopes == token.scopes else { return AccessGrant(token: token.token(scopes)) }
        let grant = AccessGrant(token: token.token(scopes))
        self.verifiedTokens.remember(VerifiedTokens.Entry(grant: grant, expiry: token.expiry, signer: signer), for: text)
        return grant
    }

    private static let expired = RequestError(.forbidden, "the authentication token has expired")

    /// Signs a token, as anybody can who knows the text of the workspace's admin token.
    package func sign(_ token: JSONWebToken) throws -> String {
        guard let signer = self.signers(of: token.workspace).first else {
            throw RequestError(.notFound, "workspace \"\(token.workspace)\" does not exist")
        }
        let text = token.text(signedWith: signer)
        guard text.utf8.count <= JSONWebToken.byteCount else {
            let limit = JSONWebToken.byteCount
            throw RequestError(.invalidRequest, "the token would have \(text.utf8.count) bytes, the most is \(limit): give it fewer scopes")
        }
        return text
    }
}
