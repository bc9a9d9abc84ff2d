// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Queries
internal import Workspaces

/// `/v0/tokens…`: the workspace's static tokens (http-api contract, 14).
struct TokenRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/tokens", use: self.list)
        router.get("/v0/tokens/:token", use: self.describe)
        router.post("/v0/tokens", use: self.create)
        router.put("/v0/tokens/:token", use: self.update)
        router.delete("/v0/tokens/:token", use: self.delete)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        return try jsonResponse(["tokens": self.services.catalog.tokens(of: caller.workspace).map { Self.object($0.token, text: $0.text) }])
    }

    /// By id, name, or the token's own text.
    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let found = try self.token(of: request, for: try self.manager(of: request), context: context)
        return try jsonResponse(Self.object(found.token, text: found.text))
    }

    private func create(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        let parameters = try await request.collectedParameters()
        guard parameters["expiration_time"] == nil else {
            throw RequestError(.invalidRequest, "tokens that expire are not supported yet: leave out expiration_time")
        }
        guard let name = parameters["name"], !name.isEmpty else { throw WireError.missingParameter("name") }
        let scopes = try self.scopes(parameters.list("scope"), for: caller)
        guard !scopes.isEmpty else { throw WireError.missingParameter("scope") }
        let made = try await self.services.catalog.createToken(named: name, scopes: scopes, origin: .custom, in: caller.workspace)
        return try jsonResponse(Self.object(made.token, text: made.text))
    }

    private func update(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        let token = try self.changeableToken(of: request, for: caller, context: context)
        let parameters = try await request.collectedParameters()
        let texts = parameters.list("scope")
        let scopes = texts.isEmpty ? nil : try self.scopes(texts, for: caller)
        let changed = try await self.services.catalog.updateToken(
            token.id, name: parameters["name"], scopes: scopes, in: caller.workspace)
        return try jsonResponse(Self.object(changed.token, text: changed.text))
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let token = try self.changeableToken(of: request, for: try self.manager(of: request), context: context)
        try await self.services.catalog.deleteToken(token.id)
        return try jsonResponse(["ok": true])
    }

    /// What a caller may give to others: what is known and there, and all of a workspace only if it is his.
    private func scopes(_ texts: [String], for caller: Caller) throws -> [TokenScope] {
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        return try texts.map { text in
            guard let scope = TokenScope(wire: text) else { throw RequestError(.invalidRequest, "\"\(text)\" is not a scope") }
            try caller.require(caller.grant.isAdmin || !scope.isAdmin, scope: "ADMIN")
            if let resource = scope.resource, snapshot.dataSources[resource] == nil, snapshot.pipes[resource] == nil,
                !(scope.kind == .readDataSource && ServiceDataSources.serve(resource))
            {
                throw RequestError(.invalidRequest, "scope \"\(text)\" is about a resource that does not exist")
            }
            try QueryService.checkRowFilter(of: scope, in: snapshot)
            return scope
        }
    }

    /// A token that was made by somebody; the system's own stay as they are.
    private func changeableToken(of request: Request, for caller: Caller, context: GatewayContext) throws -> Token {
        let token = try self.token(of: request, for: caller, context: context).token
        guard token.origin != .system else { throw RequestError(.forbidden, "token \"\(token.name)\" is the workspace's own") }
        try caller.require(caller.grant.isAdmin || !token.scopes.contains(where: \.isAdmin), scope: "ADMIN")
        return token
    }

    private func token(of request: Request, for caller: Caller, context: GatewayContext) throws -> (token: Token, text: String) {
        let key = try context.parameters.require("token").removingPercentEncoding ?? ""
        let found = self.services.catalog.tokens(of: caller.workspace).first {
            $0.token.id == key || $0.token.name == key || $0.text == key
        }
        guard let found else { throw RequestError(.notFound, "token \"\(key.hasPrefix("p.") ? "p.…" : key)\" does not exist") }
        return found
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
