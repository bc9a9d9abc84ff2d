// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v0/tokens…`: the workspace's static tokens (http-api contract, 14).
struct TokenRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/tokens", use: self.list)
        router.get("/v0/tokens/:token", use: self.describe)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        return try jsonResponse(["tokens": self.services.catalog.tokens(of: caller.workspace).map { Self.object($0.token, text: $0.text) }])
    }

    /// By id, name, or the token's own text.
    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        let key = try context.parameters.require("token").removingPercentEncoding ?? ""
        let found = self.services.catalog.tokens(of: caller.workspace).first {
            $0.token.id == key || $0.token.name == key || $0.text == key
        }
        guard let found else { throw RequestError(.notFound, "token \"\(key.hasPrefix("p.") ? "p.…" : key)\" does not exist") }
        return try jsonResponse(Self.object(found.token, text: found.text))
    }

    private func manager(of request: Request) throws -> Caller {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayManageTokens, scope: "TOKENS")
        return caller
    }

    private static func object(_ token: Token, text: String) -> JSONObject {
        .object([
            ("id", .text(token.id)),
            ("name", .text(token.name)),
            ("description", .text("")),
            ("token", .text(text)),
            ("host", .null),
            ("is_internal", .boolean(false)),
            ("origin", .object([("type", .text(token.origin.rawValue))])),
            (
                "scopes",
                .list(
                    token.scopes.map { scope in
                        var members: [(String, JSONObject)] = [("type", .text(scope.kind.rawValue))]
                        if let resource = scope.resource { members.append(("resource", .text(resource))) }
                        members.append(("filter", .text(scope.filter ?? "")))
                        return .object(members)
                    })
            ),
        ])
    }
}
