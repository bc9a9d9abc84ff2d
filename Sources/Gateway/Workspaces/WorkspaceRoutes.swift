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
    }

    private func current(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let workspace = try self.services.catalog.snapshot(of: caller.workspace).workspace
        return try jsonResponse(
            JSONObject.object([
                ("id", .text(workspace.id.text)), ("name", .text(workspace.name)), ("user_id", .text(Self.userID)),
                ("user_email", .text(self.services.ownerEmail)), ("scope", .text("WORKSPACE")),
                ("main", .text(optional: workspace.life.main?.text)),
            ]))
    }

    /// The user's and the owner's own token see all workspaces, a workspace's token sees its own.
    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let grant = try self.services.catalog.grant(for: request)
        let seesAll = grant.isUser || grant.token.name == Token.SystemName.userAdmin(email: self.services.ownerEmail)
        let visible = self.services.catalog.workspaces.filter { workspace in
            seesAll || workspace.id == grant.token.workspaceID || workspace.life.main == grant.token.workspaceID
        }
        return try jsonResponse(
            JSONObject.object([
                ("id", .text(Self.userID)), ("organization_id", .text(Self.organizationID)), ("organization_name", .text("Local")),
                ("email", .text(self.services.ownerEmail)), ("is_admin", .boolean(true)),
                ("workspaces", .list(visible.map { self.object($0, showsToken: seesAll || grant.isAdmin) })),
            ]))
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
        return try jsonResponse(self.object(workspace, showsToken: true))
    }

    private func object(_ workspace: Workspace, showsToken: Bool) -> JSONObject {
        let admin = self.services.catalog.tokens(of: workspace.id).first {
            $0.token.name == Token.SystemName.userAdmin(email: self.services.ownerEmail)
        }
        return .object([
            ("id", .text(workspace.id.text)), ("name", .text(workspace.name)), ("role", .text("admin")), ("plan", .text("Custom")),
            ("token", .text(showsToken ? admin?.text ?? "" : "")), ("is_branch", .boolean(workspace.life.main != nil)),
            ("main", .text(optional: workspace.life.main?.text)),
            ("owner", .text(Self.userID)), ("created_at", .text(workspace.createdAt.text)), ("release", .null), ("releases", .list([])),
            (
                "members",
                .list([
                    .object([
                        ("id", .text(Self.userID)), ("email", .text(self.services.ownerEmail)), ("active", .boolean(true)),
                        ("role", .text("admin")),
                    ])
                ])
            ),
        ])
    }

    /// One person owns a server; his identity is the same on all of them.
    static let userID = "00000000-0000-4000-8000-000000000001"
    private static let organizationID = "00000000-0000-4000-8000-000000000002"
}
