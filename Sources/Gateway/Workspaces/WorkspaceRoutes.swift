// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v0|v1/workspace…`: which workspaces there are, and making more (http-api contract, 15.1).
struct WorkspaceRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/workspace", method: .get, use: self.current)
        router.onBothVersions("/user/workspaces", method: .get, use: self.list)
        router.onBothVersions("/workspaces", method: .post, use: self.create)
        router.onBothVersions("/workspaces/:workspace", method: .get, use: self.describe)
    }

    private func current(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let workspace = try self.services.catalog.snapshot(of: caller.workspace).workspace
        return try jsonResponse(
            JSONObject.object([
                ("id", .text(workspace.id.text)), ("name", .text(workspace.name)), ("user_id", .text(ServerOwner.id)),
                ("user_email", .text(self.services.ownerEmail)), ("scope", .text("WORKSPACE")),
                ("main", .text(optional: workspace.life.main?.text)),
            ]))
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let grant = try self.services.catalog.grant(for: request)
        let parameters = try WireParameters(query: request.uri.query)
        let visible = self.services.catalog.workspaces.filter { workspace in
            let isBranch = workspace.life.main != nil
            return self.sees(workspace, grant)
                && (isBranch ? !parameters.isOff("with_environments") : !parameters.flag("only_environments"))
        }
        let objects = visible.map { workspace in
            let object = self.object(workspace, showsToken: grant.isUser || grant.isAdmin)
            return parameters.comeFromPythonSDK
                ? object.sdkRecord : object.object(withMembers: !parameters.isOff("with_members_and_owner"))
        }
        return try jsonResponse(
            JSONObject.object([
                ("id", .text(ServerOwner.id)), ("organization_id", .text(ServerOwner.organizationID)),
                ("organization_name", .text(ServerOwner.organizationName)), ("email", .text(self.services.ownerEmail)),
                ("is_admin", .boolean(true)), ("workspaces", .list(objects)),
            ]))
    }

    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let grant = try self.services.catalog.grant(for: request)
        let name = try context.parameters.require("workspace").removingPercentEncoding ?? ""
        guard let workspace = self.services.catalog.workspace(name), self.sees(workspace, grant) else {
            throw RequestError(.notFound, "workspace \"\(name)\" does not exist")
        }
        let showsToken = try WireParameters(query: request.uri.query).flag("with_token") && (grant.isUser || grant.isAdmin)
        return try jsonResponse(self.object(workspace, showsToken: showsToken).object())
    }

    private func create(_ request: Request, context: GatewayContext) async throws -> Response {
        let grant = try self.services.catalog.grant(for: request)
        guard grant.isUser else { throw RequestError(.forbidden, "only the user token creates workspaces") }
        let parameters = try await request.collectedParameters()
        guard let name = parameters["name"], !name.isEmpty else { throw WireError.missingParameter("name") }
        let life = WorkspaceLife(
            expiresAt: DevelopmentName.isOfTest(name) ? Timestamp(Date(timeIntervalSinceNow: Double(WorkspaceLimits.testSeconds))) : nil,
            isForDevelopment: parameters.flag("for_development") || DevelopmentName.contains(name))
        let workspace = try await self.services.catalog.createWorkspace(named: name, ownerEmail: self.services.ownerEmail, life: life)
        let object = self.object(workspace, showsToken: true)
        return try jsonResponse(parameters.comeFromPythonSDK ? object.sdkRecord : object.object())
    }

    /// The user's and the owner's own token see all workspaces, a workspace's token sees its own.
    private func sees(_ workspace: Workspace, _ grant: AccessGrant) -> Bool {
        let isOwner = grant.isUser || grant.token.name == Token.SystemName.userAdmin(email: self.services.ownerEmail)
        return isOwner || [workspace.id, workspace.life.main].contains(grant.token.workspaceID)
    }

    private func object(_ workspace: Workspace, showsToken: Bool) -> WorkspaceObject {
        let admin = self.services.catalog.tokens(of: workspace.id).first {
            $0.token.name == Token.SystemName.userAdmin(email: self.services.ownerEmail)
        }
        return WorkspaceObject(workspace: workspace, owner: self.services.owner, token: showsToken ? admin?.text ?? "" : "")
    }
}
