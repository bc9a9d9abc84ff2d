// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v0/jobs…` (http-api contract, 12).
struct JobRoutes: Sendable {
    let services: GatewayServices
    let history: JobHistory

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/jobs", use: self.list)
        router.get("/v0/jobs/:job", use: self.describe)
        router.post("/v0/jobs/:job/cancel", use: self.cancel)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let parameters = try WireParameters(query: request.uri.query)
        let jobs = self.history.jobs(of: caller.workspace).filter { job in
            caller.grant.maySeeDataSource(job.dataSource.name) && (parameters["kind"].map { $0 == job.kind.rawValue } ?? true)
                && (parameters["status"].map { $0 == (job.error == nil ? "done" : "error") } ?? true)
        }
        return try jsonResponse(["jobs": jobs.map { $0.object(host: request.host) }])
    }

    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        try jsonResponse(try self.job(request, context: context).object(host: request.host))
    }

    /// Work is done while its request waits, so there is never anything left to cancel.
    private func cancel(_ request: Request, context: GatewayContext) async throws -> Response {
        let job = try self.job(request, context: context)
        throw RequestError(.notFound, "job \"\(job.id)\" has ended and cannot be cancelled")
    }

    private func job(_ request: Request, context: GatewayContext) throws -> JobHistory.Job {
        let caller = try self.services.catalog.caller(of: request)
        let id = try context.parameters.require("job")
        guard let job = self.history.job(id, of: caller.workspace), caller.grant.maySeeDataSource(job.dataSource.name) else {
            throw RequestError(.notFound, "job \"\(id)\" does not exist")
        }
        return job
    }
}

extension Request {
    /// The server's address as the client wrote it.
    var host: String { self.head.authority ?? "localhost" }
}
