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
        self.services.addRoutes(forRunsOf: .copy, to: router, run: self.run)
    }

    private func run(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.callerAndPipe(of: request, context: context)
        let parameters = try await request.collectedParameters()
        let declared = try self.services.workspaces.live(caller.workspace).parameterNames(of: pipe.name)
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
