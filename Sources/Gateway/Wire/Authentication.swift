// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// A caller who showed a valid token, and the workspace it belongs to.
struct Caller: Sendable {
    let grant: AccessGrant
    let workspace: WorkspaceID

    func require(_ isAllowed: Bool, scope: String) throws {
        guard isAllowed else { throw RequestError(.forbidden, "token is missing the scope \(scope)") }
    }
}

extension WorkspaceCatalog {
    /// The grant of the token a request shows: in the `Authorization` header or, if there is none, in `token`.
    func grant(for request: Request) throws -> AccessGrant { try self.grant(forShownText: request.tokenText) }

    /// The grant of the token whose text a request shows.
    func grant(forShownText text: String?) throws -> AccessGrant {
        guard let text else {
            throw RequestError(
                .forbidden, "no authentication token: pass it as \"Authorization: Bearer <token>\" or as the parameter \"token\"")
        }
        return try self.grant(showing: text)
    }

    /// The caller of a route that is about one workspace.
    func caller(of request: Request) throws -> Caller {
        let grant = try self.grant(for: request)
        guard let workspace = grant.token.workspaceID else {
            throw RequestError(.forbidden, "a user token belongs to no workspace: use one of the workspace's tokens")
        }
        return Caller(grant: grant, workspace: workspace)
    }
}

extension Request {
    /// The token as the request carries it; the header wins over the parameter.
    var tokenText: String? {
        if let header = self.headers[.authorization] {
            // As nearly all clients spell it.
            if header.hasPrefix("Bearer "), !header.utf8.dropFirst(7).contains(UInt8(ascii: " ")) { return String(header.dropFirst(7)) }
            let parts = header.split(separator: " ", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "bearer" { return parts[1].trimmingBlanks }
        }
        return self.uri.queryParameters["token"].map { String($0) }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        var text = self.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
