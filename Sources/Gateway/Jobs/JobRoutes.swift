// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import Jobs
internal import MartletCore
internal import PipeJobs
internal import Queries
internal import Workspaces

/// `/v0/jobs…` (http-api contract, 12).
struct JobRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/jobs", use: self.list)
        router.get("/v0/jobs/:job", use: self.describe)
        router.post("/v0/jobs/:job/cancel", use: self.cancel)
        router.post("/v0/jobs/:job/retry", use: self.retry)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let parameters = try WireParameters(query: request.uri.query)
        let isAsked = { (name: String, value: String) in parameters[name].map { $0 == value } ?? true }
        let jobs = try await self.services.jobs.jobs(of: caller.workspace) { job in
            caller.grant.maySee(job) && isAsked("kind", job.kind.rawValue) && isAsked("status", job.status.rawValue)
                && ["pipe_id", "pipe_name"].allSatisfy { parameters[$0] == nil || parameters[$0] == job.parameters[$0] }
                && parameters["created_after"].map { job.createdAt.text >= $0 } ?? true
                && parameters["created_before"].map { job.createdAt.text <= $0 } ?? true
        }
        return try jsonResponse(["jobs": jobs.map { $0.object(host: request.host) }])
    }

    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        try jsonResponse(try await self.job(request, context: context).job.object(host: request.host))
    }

    /// Who may fill a data source may also stop what fills it; what empties it needs more.
    private func cancel(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, job) = try await self.job(request, context: context)
        switch job.kind {
        case .importing: try caller.require(caller.grant.mayAppend(to: job.target.name), scope: "DATASOURCES:APPEND:\(job.target.name)")
        case .deletion: try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
        case .copying, .populating, .sinking: try caller.require(caller.grant.mayCreatePipes, scope: "PIPES:CREATE")
        case .branching, .branchFilling: try caller.require(caller.grant.isAdmin, scope: "ADMIN")
        }
        return try jsonResponse(try await self.services.jobs.cancel(job.id, of: caller.workspace).object(host: request.host))
    }

    /// Begins anew what has failed or was cancelled, as a job of its own.
    private func retry(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, job) = try await self.job(request, context: context)
        guard job.status == .error || job.status == .cancelled else {
            throw JobError.cannotBeRetried(job.id, reason: "it has not failed, its status is \(job.status.rawValue)")
        }
        try caller.require(caller.grant.mayCreatePipes, scope: "PIPES:CREATE")
        let next: Job
        switch job.kind {
        case .copying, .sinking: next = try await self.services.pipeJobs.runAgain(job)
        case .populating:
            let pipe = try self.services.pipe(job.parameters["pipe_name"] ?? "", caller: caller).pipe
            next = try await self.services.populate(
                job.parameters["node"] ?? "", of: pipe, by: WireParameters(job.parameters), isTruncating: job.parameters["truncate"] != nil,
                for: caller)
        default: throw JobError.cannotBeRetried(job.id, reason: "only runs of pipes are known well enough; send the request again")
        }
        return try jsonResponse(next.object(host: request.host))
    }

    private func job(_ request: Request, context: GatewayContext) async throws -> (caller: Caller, job: Job) {
        let caller = try self.services.catalog.caller(of: request)
        let id = try context.parameters.require("job")
        let job = try await self.services.jobs.job(id, of: caller.workspace)
        guard caller.grant.maySee(job) else { throw JobError.unknown(id) }
        return (caller, job)
    }
}

extension AccessGrant {
    /// Who may begin a job of a pipe sees it; so does who sees what a job fills or empties.
    fileprivate func maySee(_ job: Job) -> Bool {
        switch job.kind {
        case .importing, .deletion: self.maySeeDataSource(job.target.name)
        case .copying, .populating: self.mayCreatePipes || self.maySeeDataSource(job.target.name)
        case .sinking: self.mayCreatePipes || self.mayReadPipe(job.target.name)
        case .branching, .branchFilling: self.isAdmin
        }
    }
}

extension Request {
    /// The server's address as the client wrote it.
    var host: String { self.head.authority ?? "localhost" }
}
