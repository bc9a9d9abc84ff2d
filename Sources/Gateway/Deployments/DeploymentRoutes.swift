// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Deployments
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v1/deploy` and `/v1/deployments…` (http-api contract, 16).
struct DeploymentRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.post("/v1/deploy", use: self.deploy)
        router.get("/v1/deployments", use: self.list)
        router.get("/v1/deployments/:deployment", use: self.describe)
    }

    private func deploy(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.deployer(of: request)
        let parameters = try WireParameters(query: request.uri.query)
        let body = try await request.collectedBody(upTo: GatewayLimits.uploadSize)
        let form = try MultipartForm(body: Array(body.readableBytesView), contentType: request.headers[.contentType] ?? "")
        var options = DeploymentService.Options()
        options.checksOnly = parameters.flag("check")
        options.allowsDestruction = parameters.flag("allow_destructive_operations")
        let files = try Self.files(of: form)
        let outcome =
            parameters.flag("partial")
            ? try await self.services.deployments.deploy(files, overLive: caller.workspace, options: options)
            : try await self.services.deployments.deploy(files, to: caller.workspace, options: options)
        return try jsonResponse(DeploymentObject(outcome).answer, status: outcome.result == .failed ? .badRequest : .ok)
    }

    /// The live deployment is the only one that stays.
    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.deployer(of: request)
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        return try jsonResponse(["deployments": [DeploymentObject.live(snapshot)]])
    }

    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.deployer(of: request)
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        let id = try context.parameters.require("deployment")
        guard let number = Int(id), number >= 0, number <= snapshot.deployment else {
            throw RequestError(.notFound, "deployment \"\(id)\" does not exist")
        }
        return try jsonResponse([
            "deployment": number == snapshot.deployment ? DeploymentObject.live(snapshot) : DeploymentObject.deleted(number, in: snapshot)
        ])
    }

    private func deployer(of request: Request) throws -> Caller {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayDeploy, scope: "WORKSPACE:DEPLOY")
        return caller
    }

    private static func files(of form: MultipartForm) throws -> [ProjectFile] {
        let parts = form.parts.filter { $0.name.hasPrefix("data_project://") }
        guard parts.count <= DeploymentLimits.files else {
            throw RequestError(.tooLarge, "the project has more than \(DeploymentLimits.files) files")
        }
        return try parts.map { part in
            guard let path = part.fileName, !path.isEmpty else { throw WireError.badMultipart("a file of the project has no name") }
            guard let text = String(validating: part.content, as: UTF8.self) else {
                throw RequestError(.invalidRequest, "\(path) is not UTF-8 text")
            }
            return ProjectFile(path: path, text: text)
        }
    }
}
