// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Deployments
internal import Hummingbird
internal import Workspaces

/// `/v1/build`: a project is tried, at once (http-api contract, 16.2).
///
/// Rows are kept where the new shape allows. Where it does not, they are given up only in workspaces that can have them again: branches,
/// and those for development. Elsewhere a build is refused what a deployment is refused.
struct BuildRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) { router.post("/v1/build", use: self.build) }

    private func build(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayDeploy, scope: "WORKSPACE:DEPLOY")
        let files = try await request.projectFiles()
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        var options = DeploymentService.Options()
        options.allowsDestruction = snapshot.workspace.life.mayLoseRows
        options.discardsMisfits = options.allowsDestruction
        let outcome = try await self.services.deployments.deploy(files, to: caller.workspace, options: options)
        let live = try self.services.catalog.snapshot(of: caller.workspace)
        return try jsonResponse(BuildObject(outcome, in: live).answer, status: outcome.result == .failed ? .badRequest : .ok)
    }
}
