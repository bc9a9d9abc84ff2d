// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v0/auth`, `/v0/regions`, `/v0/organizations…`: where the caller is, and whom the server belongs to (http-api contract, 15.1).
struct AccountRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/auth", use: self.check)
        router.get("/v0/regions", use: self.regions)
        router.get("/v0/organizations/:organization", use: self.organization)
        router.get("/v1/billing/:organization/limits", use: self.limits)
        router.get("/v1/infra", use: self.infrastructure)
    }

    /// Whether a token opens anything: what is no token is an answer here, not a failure.
    private func check(_ request: Request, context: GatewayContext) async throws -> Response {
        let grant = try? self.services.catalog.grant(for: request)
        return try jsonResponse(["is_valid": grant != nil, "is_user": grant?.isUser == true])
    }

    /// This server is all there is.
    private func regions(_ request: Request, context: GatewayContext) async throws -> Response {
        let parameters = try WireParameters(query: request.uri.query)
        var region: [(String, JSONObject)] = [
            ("name", .text("local")), ("provider", .text("")), ("api_host", .text(request.baseURL)),
        ]
        if !parameters.comeFromPythonSDK { region.append(("host", .text(request.baseURL))) }
        return try jsonResponse(JSONObject.object([("regions", .list([.object(region)]))]))
    }

    private func organization(_ request: Request, context: GatewayContext) async throws -> Response {
        try self.checkOrganization(request, context: context)
        return try jsonResponse(self.services.owner.organization)
    }

    /// There is no plan that would limit anything; the limits of the server are its configuration.
    private func limits(_ request: Request, context: GatewayContext) async throws -> Response {
        try self.checkOrganization(request, context: context)
        return try jsonResponse(JSONObject.object([("limits", .object([]))]))
    }

    /// The machines that an organization would run workspaces on by itself: none but this one.
    private func infrastructure(_ request: Request, context: GatewayContext) async throws -> Response {
        _ = try self.services.catalog.grant(for: request)
        return try jsonResponse(JSONObject.object([("infras", .list([]))]))
    }

    private func checkOrganization(_ request: Request, context: GatewayContext) throws {
        _ = try self.services.catalog.grant(for: request)
        let id = try context.parameters.require("organization")
        guard id == ServerOwner.organizationID else { throw RequestError(.notFound, "organization \"\(id)\" does not exist") }
    }
}
