// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import PipeJobs
internal import Queries
internal import Workspaces

/// `/v0/pipes/:pipe/nodes/:node/population` (http-api contract, 11.1).
struct PopulationRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/pipes/:pipe/nodes/:node/population", method: .post, use: self.populate)
    }

    private func populate(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.callerAndPipe(of: request, context: context)
        let node = try context.parameters.require("node").removingPercentEncoding ?? ""
        let parameters = try await request.collectedParameters()
        let source = try self.services.pipeJobs.populationSource(pipe: pipe.name, node: node, in: caller.workspace)
        let condition = try parameters["populate_condition"].map { text in
            (
                sqlText: try self.services.queries.condition(text, on: source.name, in: caller.workspace, grant: caller.grant),
                text: text
            )
        }
        let job = try await self.services.pipeJobs.populate(
            PopulateRequest(
                pipe: pipe.name, node: node, condition: condition, subset: parameters["populate_subset"],
                isTruncating: parameters.flag("truncate")), in: caller.workspace)
        return try jsonResponse(JSONObject.object([("job", job.object(host: request.host))]))
    }
}
