// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Deployments
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Queries
internal import Workspaces

/// `/v0/pipes/:pipe/nodes/:node/analysis`: what a node would fill if it were materialized (http-api contract, 9.2).
struct NodeAnalysisRoute: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/pipes/:pipe/nodes/:node/analysis", use: self.analyze)
    }

    private func analyze(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.callerAndPipe(of: request, context: context)
        let name = try context.parameters.require("node").removingPercentEncoding ?? ""
        guard let node = pipe.node(name) else { throw QueryError.unknownNode(name, pipe: pipe.name) }
        let parameters = try WireParameters(query: request.uri.query)
        var settings = NodeSettings.directives(of: .materialized) { name in
            // Clients in Python spell what they do not know so.
            parameters[name].flatMap { $0 == "None" ? nil : $0 }
        }
        settings["DATASOURCE"] = settings["DATASOURCE"] ?? "mv_\(pipe.name)_\(node.name)"
        let files = try await self.services.deployments.materializing(
            node.name, of: pipe, by: settings, override: parameters.flag("override_datasource"), in: caller.workspace)
        let target = JSONObject.object([("name", .text(files.target.resourceName)), ("datafile", .text(files.target.text))])
        let source = JSONObject.object([("name", .text(pipe.name)), ("datafile", .text(files.pipe.text))])
        return try jsonResponse(
            JSONObject.object([
                ("analysis", .object([("datasource", target), ("pipe", source)])), ("warnings", .list([])),
            ]))
    }
}
