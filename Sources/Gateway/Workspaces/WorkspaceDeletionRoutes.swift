// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Deployments
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `DELETE /v0|v1/workspaces/:workspace` (http-api contract, 15.1).
struct WorkspaceDeletionRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/workspaces/:workspace", method: .delete, use: self.delete)
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let grant = try self.services.catalog.grant(for: request)
        guard grant.isUser else { throw RequestError(.forbidden, "only the user token deletes workspaces") }
        let name = try context.parameters.require("workspace").removingPercentEncoding ?? ""
        guard let workspace = self.services.catalog.workspace(name) else {
            throw RequestError(.notFound, "workspace \"\(name)\" does not exist")
        }
        // Every start would make it anew, with other tokens.
        guard workspace.name != LocalWorkspace.name else {
            throw RequestError(.conflict, "\"\(workspace.name)\" is the server's default workspace and cannot be deleted")
        }
        try await self.services.keeper.delete(workspace.id)
        return Response(status: .noContent)
    }
}
