// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Queries
internal import Workspaces

/// `/v0/tokens…`: the workspace's static tokens, and JSON web tokens on demand (http-api contract, 14).
struct TokenRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/tokens", use: self.list)
        router.get("/v0/tokens/:token", use: self.describe)
        router.post("/v0/tokens", use: self.create)
        router.put("/v0/tokens/:token", use: self.update)
        router.post("/v0/tokens/:token/refresh", use: self.refresh)
        router.delete("/v0/tokens/:token", use: self.delete)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        let tokens = self.services.catalog.tokens(of: caller.workspace).map {
            TokenObject(token: $0.token, text: $0.text, snapshot: snapshot).object
        }
        return try jsonResponse(["tokens": tokens])
    }

    /// By id, name, or the token's own text; with `.token` behind it, the text alone. Everybody may look at his own.
    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let key = try Self.key(context)
        let file = key.hasSuffix(Self.fileExtension) ? String(key.dropLast(Self.fileExtension.count)) : nil
        let found = self.token(key, for: caller)
        guard caller.grant.mayManageTokens || (found ?? file.flatMap { self.token($0, for: caller) })?.token.id == caller.grant.token.id
        else { throw RequestError(.forbidden, "Token has not enough permissions to get information about this token") }
        if let found { return try self.response(found, in: caller.workspace) }
        if let file, let found = self.token(file, for: caller) { return textResponse(found.text) }
        throw Self.unknown(key)
    }

    private static let fileExtension = ".token"

    private func create(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        let parameters = try await request.collectedParameters()
        guard let name = parameters["name"], !name.isEmpty else { throw WireError.missingParameter("name") }
        // What the body says of its own type cannot be trusted; this parameter tells the two kinds apart.
        guard parameters["expiration_time"] == nil else {
            let token = try JSONWebToken(named: name, asked: parameters, in: caller.workspace)
            _ = try self.checked(token.scopes, for: caller)
            return try jsonResponse(["token": try self.services.catalog.sign(token)])
        }
        let scopes = try self.scopes(parameters.list("scope"), for: caller)
        guard !scopes.isEmpty else { throw WireError.missingParameter("scope") }
        let origin = try Self.origin(parameters["origin"])
        let made = try await self.services.catalog.createToken(
            named: name, description: parameters["description"] ?? "", scopes: scopes, origin: origin, resource: parameters["resource_id"],
            in: caller.workspace)
        return try self.response(made, in: caller.workspace)
    }

    /// What a caller may say of where a token comes from.
    private static func origin(_ text: String?) throws -> Token.Origin {
        let origins: [Token.Origin] = [.custom, .datafile, .pipe]
        guard let text, !text.isEmpty else { return .custom }
        guard let origin = origins.first(where: { $0.rawValue == text }) else {
            throw WireError.badParameter("origin", expected: origins.map(\.rawValue).joined(separator: ", "))
        }
        return origin
    }

    private func update(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        let token = try self.changeableToken(of: context, for: caller)
        let parameters = try await request.collectedParameters()
        let texts = parameters.list("scope")
        let scopes = texts.isEmpty ? nil : try self.scopes(texts, for: caller)
        let name = parameters["name"].flatMap { $0.isEmpty ? nil : $0 }
        let changed = try await self.services.catalog.updateToken(
            token.id, name: name, description: parameters["description"], scopes: scopes, in: caller.workspace)
        return try self.response(changed, in: caller.workspace)
    }

    /// Another text for the same token; also for those of the workspace itself, which an administrator may have lost.
    private func refresh(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.manager(of: request)
        let token = try self.permittedToken(of: context, for: caller)
        return try self.response(try await self.services.catalog.refreshToken(token.id, in: caller.workspace), in: caller.workspace)
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let token = try self.changeableToken(of: context, for: try self.manager(of: request))
        try await self.services.catalog.deleteToken(token.id)
        return try jsonResponse(["ok": true])
    }

    private func response(_ found: (token: Token, text: String), in workspace: WorkspaceID) throws -> Response {
        let snapshot = try self.services.catalog.snapshot(of: workspace)
        return try jsonResponse(TokenObject(token: found.token, text: found.text, snapshot: snapshot).object)
    }

    // MARK: Scopes

    private func scopes(_ texts: [String], for caller: Caller) throws -> [TokenScope] {
        let scopes = try texts.map { text in
            guard let scope = TokenScope(wire: text) else { throw RequestError(.invalidRequest, "\"\(text)\" is not a scope") }
            return scope
        }
        return try self.checked(scopes, for: caller)
    }

    /// What a caller may give to others, by name: what is known and there, and all of a workspace only if it is his.
    private func checked(_ scopes: [TokenScope], for caller: Caller) throws -> [TokenScope] {
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        return try scopes.map { scope in
            let scope = scope.byName(in: snapshot)
            try caller.require(caller.grant.isAdmin || !scope.isAdmin, scope: "ADMIN")
            if let resource = scope.resource, snapshot.dataSources[resource] == nil, snapshot.pipes[resource] == nil,
                !(scope.kind == .readDataSource && ServiceDataSources.serve(resource))
            {
                throw RequestError(.invalidRequest, "scope \"\(scope.wire)\" is about a resource that does not exist")
            }
            try QueryService.checkRowFilter(of: scope, in: snapshot)
            return scope
        }
    }

    // MARK: Tokens

    /// A token that was made by somebody; the system's own stay as they are.
    private func changeableToken(of context: GatewayContext, for caller: Caller) throws -> Token {
        let token = try self.permittedToken(of: context, for: caller)
        guard token.origin != .system else { throw RequestError(.forbidden, "token \"\(token.name)\" is the workspace's own") }
        return token
    }

    /// A token that gives no more than the caller has.
    private func permittedToken(of context: GatewayContext, for caller: Caller) throws -> Token {
        let key = try Self.key(context)
        guard let token = self.token(key, for: caller)?.token else { throw Self.unknown(key) }
        try caller.require(caller.grant.isAdmin || !token.scopes.contains(where: \.isAdmin), scope: "ADMIN")
        return token
    }

    private func token(_ key: String, for caller: Caller) -> (token: Token, text: String)? {
        self.services.catalog.tokens(of: caller.workspace).first { $0.token.id == key || $0.token.name == key || $0.text == key }
    }

    private static func key(_ context: GatewayContext) throws -> String {
        try context.parameters.require("token").removingPercentEncoding ?? ""
    }

    private static func unknown(_ key: String) -> RequestError {
        RequestError(.notFound, "token \"\(key.hasPrefix("p.") ? "p.…" : key)\" does not exist")
    }

    private func manager(of request: Request) throws -> Caller {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayManageTokens, scope: "TOKENS")
        return caller
    }
}
