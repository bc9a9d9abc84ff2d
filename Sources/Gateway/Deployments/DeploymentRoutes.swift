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
        router.post("/v1/deployments/:deployment/set-live", use: self.promote)
        router.delete("/v1/deployments/:deployment", use: self.discard)
    }

    private func deploy(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.deployer(of: request)
        let parameters = try WireParameters(query: request.uri.query)
        let files = try await request.projectFiles()
        var options = DeploymentService.Options()
        options.checksOnly = parameters.flag("check")
        options.allowsDestruction = parameters.flag("allow_destructive_operations")
        options.promotesItself = parameters.flag("auto_promote")
        let deployments = self.services.deployments
        let run =
            parameters.flag("partial")
            ? try await deployments.begin(files, overLive: caller.workspace, options: options)
            : try await deployments.begin(files, to: caller.workspace, options: options)
        let now = try await deployments.settled(run.outcome, in: caller.workspace)
        let (isRefused, answer) = DeploymentObject.answer(run.outcome, now: now)
        return try jsonResponse(answer, status: isRefused ? .badRequest : .ok)
    }

    /// The live one first, then the one that may follow it; with `include_deleted` also what was.
    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.deployer(of: request)
        let showsDeleted = try WireParameters(query: request.uri.query).flag("include_deleted")
        let all = try self.services.deployments.deployments(of: caller.workspace)
        let shown = all.filter { $0.isLive || $0.isStaged || showsDeleted }
        return try jsonResponse(["deployments": shown.map(Self.shown)])
    }

    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.deployer(of: request)
        return try jsonResponse(["deployment": Self.shown(try self.deployment(of: context, in: caller))])
    }

    private func promote(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.deployer(of: request)
        let deployment = try self.deployment(of: context, in: caller)
        guard !deployment.isLive else { return try jsonResponse(["deployment": DeploymentObject.object(deployment)]) }
        let promoted = try await self.services.deployments.promote(deployment.number, of: caller.workspace)
        return try jsonResponse(["deployment": DeploymentObject.object(promoted)])
    }

    /// Takes one away that is not live. What was replaced goes by itself, so that there is nothing left to do.
    private func discard(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.deployer(of: request)
        var deployment = try self.deployment(of: context, in: caller)
        if deployment.isLive {
            throw RequestError(.conflict, "deployment \(deployment.number) is live: promote another one, which takes its place")
        }
        if deployment.isStaged {
            deployment = try await self.services.deployments.discard(deployment.number, of: caller.workspace)
        }
        return try jsonResponse(["deployment": Self.shown(deployment)])
    }

    private func deployment(of context: GatewayContext, in caller: Caller) throws -> Deployment {
        let id = try context.parameters.require("deployment")
        let deployments = try self.services.deployments.deployments(of: caller.workspace)
        guard let number = Int(id), let deployment = deployments.first(where: { $0.number == number }) else {
            throw RequestError(.notFound, "deployment \"\(id)\" does not exist")
        }
        return deployment
    }

    /// Clients wait for what they have replaced, and for what has failed, to be deleted; that tables linger for late readers is no concern
    /// of theirs.
    private static func shown(_ deployment: Deployment) -> JSONObject {
        var deployment = deployment
        if [.deleting, .failed].contains(deployment.status) { deployment.status = .deleted }
        return DeploymentObject.object(deployment)
    }

    private func deployer(of request: Request) throws -> Caller {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayDeploy, scope: "WORKSPACE:DEPLOY")
        return caller
    }
}

extension Request {
    /// The project that a request uploads (http-api contract, 16.1).
    func projectFiles() async throws -> [ProjectFile] {
        let body = try await self.collectedBody(upTo: GatewayLimits.uploadSize)
        let form = try MultipartForm(body: Array(body.readableBytesView), contentType: self.headers[.contentType] ?? "")
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
