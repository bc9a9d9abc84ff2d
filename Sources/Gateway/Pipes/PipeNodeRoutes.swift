// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Observability
internal import Queries
internal import Templates
internal import Workspaces

/// `/v0/pipes/:pipe/nodes…` and `…/explain`: what an endpoint is made of, and how the engine runs it (http-api contract, 9.2).
struct PipeNodeRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/pipes/:pipe/nodes/:node", method: .get, use: self.callOrDescribe)
        router.onBothVersions("/pipes/:pipe/nodes/:node", method: .post, use: self.callOrDescribe)
        router.onBothVersions("/pipes/:pipe/nodes/:node/explain", method: .get, use: self.explain)
        router.onBothVersions("/pipes/:pipe/explain", method: .get, use: self.explain)
        router.onBothVersions("/pipes/:pipe/requests", method: .get, use: self.requests)
    }

    /// `node.json` has the node's rows, `node` alone is the description.
    private func callOrDescribe(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.pipe(of: request, context: context)
        let path = try context.parameters.require("node").removingPercentEncoding ?? ""
        guard let dot = path.lastIndex(of: ".") else {
            let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
            let schedules = await self.services.schedules(in: snapshot)
            let object = PipeObject(
                pipe, in: snapshot.workspace, owner: self.services.ownerEmail, baseURL: request.baseURL, schedules: schedules)
            guard let node = object.nodeObject(path) else { throw QueryError.unknownNode(path, pipe: pipe.pipe.name) }
            return try jsonResponse(node)
        }
        let format = try OutputFormat(ofPathWith: path[path.index(after: dot)...])
        try self.services.limiter.take(.queries(caller.workspace), by: caller.grant, for: context)
        let call = try await self.services.endpointCall(of: request, pipe: pipe, format: format, caller: caller, context: context)
        let node = String(path[..<dot])
        return try await context.whileConnected {
            try await self.services.queries.call(node: node, of: call, in: caller.workspace, grant: caller.grant)
        }.httpResponse(to: context)
    }

    private func explain(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.pipe(of: request, context: context)
        try self.services.limiter.take(.queries(caller.workspace), by: caller.grant, for: context)
        let node = context.parameters.get("node")?.removingPercentEncoding
        let call = try await self.services.endpointCall(of: request, pipe: pipe, format: .json, caller: caller, context: context)
        let explanation = try await context.whileConnected {
            try await self.services.queries.explain(node: node, of: call, in: caller.workspace, grant: caller.grant)
        }
        return try jsonResponse(["debug_query": explanation.debugQuery, "query_explain": explanation.plan])
    }

    /// The latest, the most frequent, the slowest and the failed requests, whoever made them.
    private func requests(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.pipe(of: request, context: context)
        try caller.require(caller.grant.mayReadEverything, scope: "WORKSPACE:READ_ALL")
        let workspace = try self.services.catalog.snapshot(of: caller.workspace).workspace
        var lists: [String] = []
        for list in RequestHistory.List.allCases {
            let calls = try await self.services.requestHistory.json(list, of: pipe.pipe, in: workspace)
            lists.append("\"\(list.rawValue)\":\(calls)")
        }
        return jsonResponse(ByteBuffer(string: "{\"requests\":{\(lists.joined(separator: ","))}}"))
    }
}
