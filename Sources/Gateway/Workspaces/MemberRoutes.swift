// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `PUT /v0|v1/workspaces/:workspace/users`: the members of a workspace (http-api contract, 15.1).
///
/// A server has one user. What would leave it so is done, what would not is refused in words that say how else to share.
struct MemberRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/workspaces/:workspace/users", method: .put, use: self.change)
    }

    private func change(_ request: Request, context: GatewayContext) async throws -> Response {
        let grant = try self.services.catalog.grant(for: request)
        let name = try context.parameters.require("workspace").removingPercentEncoding ?? ""
        guard let workspace = self.services.catalog.workspace(name) else {
            throw RequestError(.notFound, "workspace \"\(name)\" does not exist")
        }
        guard grant.isUser || (grant.isAdmin && grant.token.workspaceID == workspace.id) else {
            throw RequestError(.forbidden, "only the user token changes the members of a workspace")
        }
        let parameters = try await request.collectedParameters()
        let isAboutOwner = parameters["users"] == self.services.ownerEmail
        switch parameters["operation"] {
        case "add" where isAboutOwner: break
        case "change_role" where isAboutOwner && parameters["new_role"] == "admin": break
        case "add":
            throw RequestError(
                .invalidRequest, "this server has one user, \(self.services.ownerEmail): give others tokens instead of a membership")
        case "remove", "change_role":
            throw RequestError(.invalidRequest, "this server has one user, \(self.services.ownerEmail), who stays its admin")
        default: throw WireError.badParameter("operation", expected: "add, remove or change_role")
        }
        return try jsonResponse(WorkspaceObject(workspace: workspace, owner: self.services.owner, token: "").object())
    }
}
