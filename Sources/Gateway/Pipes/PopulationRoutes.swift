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
        let job = try await self.services.populate(node, of: pipe, by: parameters, isTruncating: parameters.flag("truncate"), for: caller)
        return try jsonResponse(JSONObject.object([("job", job.object(host: request.host))]))
    }
}

extension GatewayServices {
    /// Begins to run a materialized node over those rows of its source that the parameters name.
    func populate(
        _ node: String, of pipe: Workspaces.Pipe, by parameters: WireParameters, isTruncating: Bool, for caller: Caller
    ) async throws -> Job {
        let source = try self.pipeJobs.populationSource(pipe: pipe.name, node: node, in: caller.workspace)
        let condition = try parameters["populate_condition"].map { text in
            (sqlText: try self.queries.condition(text, on: source.name, in: caller.workspace, grant: caller.grant), text: text)
        }
        return try await self.pipeJobs.populate(
            PopulateRequest(
                pipe: pipe.name, node: node, condition: condition, subset: parameters["populate_subset"], isTruncating: isTruncating),
            in: caller.workspace)
    }
}
