// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import PipeJobs
internal import Queries
internal import Templates
internal import Workspaces

/// `/v0/pipes/:pipe/copy…` (http-api contract, 11.2).
struct CopyRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        let services = self.services
        router.onBothVersions("/pipes/:pipe/copy", method: .post, use: self.run)
        router.onBothVersions("/pipes/:pipe/copy/pause", method: .post) { try await services.setPaused(true, kind: .copy, $0, context: $1) }
        router.onBothVersions("/pipes/:pipe/copy/resume", method: .post) {
            try await services.setPaused(false, kind: .copy, $0, context: $1)
        }
        router.onBothVersions("/pipes/:pipe/copy/cancel", method: .post) { try await services.cancel($0, context: $1) }
    }

    private func run(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.callerAndPipe(of: request, context: context)
        let parameters = try await request.collectedParameters()
        let declared = Set(try self.services.workspaces.live(caller.workspace).parameters(of: pipe.name).map(\.name))
        let copy = try CopyRequest(
            pipe: pipe.name, arguments: parameters.templateArguments(declared: declared), mode: parameters["_mode"])
        let job = try await self.services.pipeJobs.copy(copy, in: caller.workspace)
        return try jsonResponse(
            JSONObject.object([
                ("id", .text(pipe.id.text)), ("name", .text(pipe.name)), ("type", .text("copy")),
                ("tags", .object([("copy_target_datasource", .text(job.target.id.text))])), ("job", job.object(host: request.host)),
            ]))
    }
}

extension GatewayServices {
    /// A caller who may run pipes, and the pipe that the path names.
    func callerAndPipe(of request: Request, context: GatewayContext) throws -> (caller: Caller, pipe: Workspaces.Pipe) {
        let caller = try self.catalog.caller(of: request)
        try caller.require(caller.grant.mayCreatePipes, scope: "PIPES:CREATE")
        let name = try context.pipe()
        guard let pipe = try self.catalog.snapshot(of: caller.workspace).pipe(name) else { throw QueryError.unknownPipe(name) }
        return (caller, pipe)
    }

    /// Answers with the pipe, whose schedule is paused now, or is not.
    func setPaused(_ isPaused: Bool, kind: PipeKind, _ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.callerAndPipe(of: request, context: context)
        guard pipe.definition.kind == kind else { throw PipeJobError.isNo(kind: kind.rawValue, pipe: pipe.name) }
        try await self.pipeJobs.setPaused(isPaused, pipe, in: caller.workspace)
        let workspace = try self.workspaces.live(caller.workspace)
        guard let compiled = workspace.pipes[pipe.name] else { throw QueryError.unknownPipe(pipe.name) }
        let schedules = await self.schedules(in: workspace.snapshot)
        return try jsonResponse(
            PipeObject(
                compiled, in: workspace.snapshot.workspace, owner: self.ownerEmail, baseURL: request.baseURL, schedules: schedules
            ).object())
    }

    /// Cancels the jobs of a pipe.
    func cancel(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.callerAndPipe(of: request, context: context)
        let jobs = try await self.pipeJobs.cancel(pipe, in: caller.workspace)
        return try jsonResponse(
            JSONObject.object([("id", .text(pipe.id.text)), ("jobs", .list(jobs.map { $0.object(host: request.host) }))]))
    }
}
