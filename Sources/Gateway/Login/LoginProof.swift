// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Workspaces

/// What somebody shows to have a program log in: a token, or that he sits at the server's own machine.
enum LoginProof {
    case token(String)
    case ownMachine

    /// The tokens that the program gets: never more than the proof itself opens.
    func tokens(workspace name: String?, owner: String, in catalog: WorkspaceCatalog) throws -> ConfirmedLogins.Tokens {
        let ownerAdmin = Token.SystemName.userAdmin(email: owner)
        let user = catalog.tokens(of: nil).first { $0.token.name == Token.SystemName.user }?.text ?? ""
        var home = LocalWorkspace.name
        if case .token(let text) = self {
            let grant = try catalog.grant(forShownText: text)
            guard grant.isUser || grant.isAdmin else { throw RequestError(.forbidden, "token is missing the scope ADMIN") }
            if !grant.isUser, let id = grant.token.workspaceID {
                home = try catalog.snapshot(of: id).workspace.name
                // An admin of one workspace is none of the others.
                guard grant.token.name == ownerAdmin else {
                    guard name == nil || name == home else { throw RequestError(.forbidden, "the token is of workspace \"\(home)\"") }
                    return ConfirmedLogins.Tokens(workspace: text, user: text)
                }
            }
        }
        let chosen = name ?? home
        guard let workspace = catalog.workspace(chosen) else { throw RequestError(.notFound, "workspace \"\(chosen)\" does not exist") }
        guard let admin = catalog.tokens(of: workspace.id).first(where: { $0.token.name == ownerAdmin }) else {
            throw RequestError(.notFound, "workspace \"\(chosen)\" has no admin token")
        }
        return ConfirmedLogins.Tokens(workspace: admin.text, user: user)
    }
}
