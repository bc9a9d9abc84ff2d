// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// What a server on the developer's own machine offers beside the API (http-api contract, 17).
struct LocalRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/tokens", use: self.tokens)
        router.get("/v0/health") { _, _ in textResponse("OK\n") }
        router.get("/version") { _, _ in textResponse("\(MartletVersion.text)\n") }
    }

    /// The tokens that open everything: shown to callers on this machine only.
    private func tokens(_ request: Request, context: GatewayContext) async throws -> Response {
        guard context.isLoopback else { throw RequestError(.forbidden, "tokens are shown to callers on the server's own machine only") }
        // A web page that a local browser shows is no local caller: it cannot leave out these headers.
        guard request.headers[.origin] == nil, request.headers[.secFetchSite] == nil else {
            throw RequestError(.forbidden, "tokens are not shown to web pages")
        }
        guard let workspace = self.services.catalog.workspace(LocalWorkspace.name) else {
            throw RequestError(.notFound, "workspace \"\(LocalWorkspace.name)\" does not exist")
        }
        let tokens = self.services.catalog.tokens(of: workspace.id)
        let text = { (name: String) in tokens.first { $0.token.name == name }?.text ?? "" }
        return try jsonResponse([
            "user_token": self.services.catalog.tokens(of: nil).first { $0.token.name == Token.SystemName.user }?.text ?? "",
            "admin_token": text(Token.SystemName.userAdmin(email: self.services.ownerEmail)),
            "workspace_admin_token": text(Token.SystemName.workspaceAdmin),
        ])
    }
}

/// The workspace that a server makes on its first start; the name that local clients expect.
package enum LocalWorkspace {
    package static let name = "Tinybird_Local_Testing"
    package static let ownerEmail = "local_testing@tinybird.co"
}
