// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v0/variables…`: the workspace's secrets, whose values go in and never come out (http-api contract, 13).
struct VariableRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/variables", use: self.list)
        router.get("/v0/variables/:name", use: self.describe)
        router.post("/v0/variables", use: self.create)
        router.put("/v0/variables/:name", use: self.update)
        router.delete("/v0/variables/:name", use: self.delete)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.administrator(of: request)
        return try jsonResponse(["variables": self.services.catalog.secrets(of: caller.workspace).map(Self.object)])
    }

    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.administrator(of: request)
        let name = try Self.name(context)
        guard let secret = self.services.catalog.secret(name, of: caller.workspace) else {
            throw RequestError(.notFound, "Not found: there is no variable \"\(name)\"")
        }
        return try jsonResponse(Self.object(secret))
    }

    private func create(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.administrator(of: request)
        let parameters = try await request.collectedParameters()
        guard let name = parameters["name"], !name.isEmpty else { throw WireError.missingParameter("name") }
        guard let value = parameters["value"] else { throw WireError.missingParameter("value") }
        guard (parameters["type"] ?? Self.kind) == Self.kind else { throw WireError.badParameter("type", expected: Self.kind) }
        let secret = try await self.services.catalog.createSecret(
            named: name, value: value, editor: Self.editor(caller), in: caller.workspace)
        return try jsonResponse(Self.object(secret))
    }

    private func update(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.administrator(of: request)
        guard let value = try await request.collectedParameters()["value"] else { throw WireError.missingParameter("value") }
        let secret = try await self.services.catalog.updateSecret(
            named: try Self.name(context), value: value, editor: Self.editor(caller), in: caller.workspace)
        return try jsonResponse(Self.object(secret))
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.administrator(of: request)
        try await self.services.catalog.deleteSecret(named: try Self.name(context), in: caller.workspace)
        return try jsonResponse(["ok": true])
    }

    /// The only kind of variable.
    private static let kind = "secret"

    private static func editor(_ caller: Caller) -> String { "token: '\(caller.grant.token.name)'" }

    private static func name(_ context: GatewayContext) throws -> String {
        try context.parameters.require("name").removingPercentEncoding ?? ""
    }

    private func administrator(of request: Request) throws -> Caller {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.isAdmin, scope: "ADMIN")
        return caller
    }

    private static func object(_ secret: Secret) -> JSONObject {
        .object([
            ("name", .text(secret.name)), ("type", .text(Self.kind)), ("created_at", .text(secret.createdAt.text)),
            ("updated_at", .text(secret.updatedAt.text)), ("edited_by", .text(secret.editor)),
        ])
    }
}
