// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import HTTPTypes
internal import Hummingbird
internal import PipeJobs
internal import Queries
internal import Workspaces

extension GatewayServices {
    /// A caller who may run pipes, and the pipe that the path names.
    func callerAndPipe(of request: Request, context: GatewayContext) throws -> (caller: Caller, pipe: Workspaces.Pipe) {
        let caller = try self.catalog.caller(of: request)
        try caller.require(caller.grant.mayCreatePipes, scope: "PIPES:CREATE")
        let name = try context.pipe()
        guard let pipe = try self.catalog.snapshot(of: caller.workspace).pipe(name) else { throw QueryError.unknownPipe(name) }
        return (caller, pipe)
    }

    /// What pipes of a kind that run on demand and by schedules have in common.
    func addRoutes(
        forRunsOf kind: PipeKind, to router: Router<GatewayContext>,
        run: @Sendable @escaping (Request, GatewayContext) async throws -> Response
    ) {
        let path = "/pipes/:pipe/\(kind.rawValue)"
        router.onBothVersions(path, method: .post, use: run)
        router.onBothVersions(path + "/pause", method: .post) { try await self.setPaused(true, kind: kind, $0, context: $1) }
        router.onBothVersions(path + "/resume", method: .post) { try await self.setPaused(false, kind: kind, $0, context: $1) }
        router.onBothVersions(path + "/cancel", method: .post) { try await self.cancel($0, context: $1) }
    }

    /// Answers with the pipe, whose schedule is paused now, or is not.
    private func setPaused(_ isPaused: Bool, kind: PipeKind, _ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.callerAndPipe(of: request, context: context)
        guard pipe.definition.kind == kind else { throw PipeJobError.isNo(kind: kind.rawValue, pipe: pipe.name) }
        try await self.pipeJobs.setPaused(isPaused, pipe, in: caller.workspace)
        return try jsonResponse(try await self.pipeObject(pipe.name, for: request, of: caller).object())
    }

    /// Cancels the jobs of a pipe.
    private func cancel(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.callerAndPipe(of: request, context: context)
        let jobs = try await self.pipeJobs.cancel(pipe, in: caller.workspace)
        return try jsonResponse(
            JSONObject.object([("id", .text(pipe.id.text)), ("jobs", .list(jobs.map { $0.object(host: request.host) }))]))
    }
}
