// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Deployments
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import PipeJobs
internal import Queries
internal import Workspaces

/// Pipes that are made, renamed and deleted one by one (http-api contract, 9.2).
struct PipeChangeRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.post("/v0/pipes", use: self.create)
        router.put("/v0/pipes/:pipe", use: self.update)
        router.delete("/v0/pipes/:pipe", use: self.delete)
    }

    private func create(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayCreatePipes, scope: "PIPES:CREATE")
        let body = try await PipeBody(request)
        let before = try self.services.catalog.snapshot(of: caller.workspace)
        try caller.require(mayFill: body.targets, in: before, anew: body.overridesTarget)
        let pipe = try await self.services.deployments.createPipe(
            body.name, in: caller.workspace, replaces: body.parameters.flag("force"), override: body.overridesTarget
        ) { try body.apply(to: &$0) }
        let object = try await self.services.pipeObject(pipe.name, for: request, of: caller).object()
        guard pipe.definition.kind == .materialized || pipe.definition.kind == .copy else { return try jsonResponse(object) }
        var members = try self.target(of: pipe, in: caller, since: before)
        if pipe.definition.kind == .materialized, body.parameters.flag("populate"), let node = pipe.definition.resultNode?.name {
            // What is overridden has been filled already.
            let job = try await self.services.populate(
                node, of: pipe, by: body.parameters, isTruncating: body.overridesTarget, for: caller)
            members.append(("job", job.object(host: request.host)))
        }
        return try jsonResponse(object.adding(members))
    }

    /// The data source that a pipe fills, and whether it came with it.
    private func target(of pipe: Workspaces.Pipe, in caller: Caller, since before: WorkspaceSnapshot) throws -> [(String, JSONObject)] {
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        guard let target = pipe.definition.resultNode?.targetDataSource.flatMap({ snapshot.dataSource(named: $0) }) else { return [] }
        return [
            ("datasource", .object([("id", .text(target.id.text)), ("name", .text(target.name))])),
            ("created_datasource", .boolean(before.dataSource(named: target.name) == nil)),
        ]
    }

    private func update(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, found) = try self.services.callerAndPipe(of: request, context: context)
        var pipe = found
        let parameters = try await request.collectedParameters()
        if let description = parameters["description"] {
            pipe = try await self.services.deployments.change(pipe, in: caller.workspace) { try $0.set("DESCRIPTION", to: description) }
        }
        if let name = parameters["name"], name != pipe.name {
            pipe = try await self.services.deployments.rename(pipe, to: name, in: caller.workspace)
        }
        return try jsonResponse(try await self.services.pipeObject(pipe.name, for: request, of: caller).object())
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let name = try context.pipe()
        guard let pipe = try self.services.catalog.snapshot(of: caller.workspace).pipe(name) else { throw QueryError.unknownPipe(name) }
        try caller.require(caller.grant.mayDropPipe(pipe.name), scope: "PIPES:DROP:\(pipe.name)")
        try await self.services.deployments.delete(pipe, from: caller.workspace)
        return .noContent
    }
}

extension Caller {
    /// Whoever makes pipes needs another right for the data sources that come with them.
    func require(mayFill targets: [String], in snapshot: WorkspaceSnapshot, anew: Bool = false) throws {
        let isThere = targets.allSatisfy { snapshot.dataSource(named: $0) != nil } && !anew
        try self.require(isThere || self.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
    }
}

extension Response {
    /// What was asked for is done, and there is nothing to tell.
    static var noContent: Response { Response(status: .noContent, headers: [.contentType: "application/json"]) }
}
