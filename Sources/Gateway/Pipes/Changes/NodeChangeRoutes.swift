// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Deployments
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import NIOCore
internal import Queries
internal import Workspaces

/// Nodes of pipes that are made, changed, published and deleted one by one (http-api contract, 9.2 and 11).
struct NodeChangeRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.post("/v0/pipes/:pipe/nodes", use: self.append)
        router.put("/v0/pipes/:pipe/nodes/:node", use: self.update)
        router.delete("/v0/pipes/:pipe/nodes/:node", use: self.delete)
        for (kind, path) in Self.kinds {
            let path = RouterPath("/v0/pipes/:pipe/nodes/:node/\(path)")
            for method in kind == .copy ? [HTTPRequest.Method.post] : [.post, .put] {
                router.on(path, method: method) { try await self.setKind(to: kind, $0, context: $1) }
            }
            router.delete(path) { try await self.removeKind(kind, $0, context: $1) }
        }
        router.put("/v0/pipes/:pipe/nodes/:node/copy", use: self.updateCopy)
    }

    /// What a node can be, and what the API calls that in paths.
    private static let kinds: [(NodeKind, String)] = [
        (.endpoint, "endpoint"), (.copy, "copy"), (.sink, "sink"), (.materialized, "materialization"), (.stream, "stream"),
    ]

    // MARK: Nodes

    private func append(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe) = try self.services.callerAndPipe(of: request, context: context)
        let (parameters, sql) = try await Self.parametersAndSQL(of: request)
        guard let sql else { throw WireError.missingParameter("sql") }
        let name = parameters["name"] ?? Self.freeName(in: pipe)
        guard pipe.node(name) == nil else {
            throw RequestError(.conflict, "pipe \"\(pipe.name)\" has a node \"\(name)\" already")
        }
        let changed = try await self.services.deployments.change(pipe, in: caller.workspace) {
            try $0.add(node: name, sql: sql, description: parameters["description"] ?? "")
        }
        return try await self.answer(node: name, of: changed, for: request, caller)
    }

    private func update(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe, node) = try self.target(of: request, context: context)
        let (parameters, sql) = try await Self.parametersAndSQL(of: request)
        let name = parameters["name"] ?? node.name
        let changed = try await self.services.deployments.change(pipe, in: caller.workspace) { edit in
            if let sql { try edit.set("SQL", to: sql, ofNode: node.name) }
            if let description = parameters["description"] { try edit.set("DESCRIPTION", to: description, ofNode: node.name) }
            if name != node.name { try edit.set("NODE", to: name, ofNode: node.name) }
        }
        return try await self.answer(node: name, of: changed, for: request, caller)
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe, node) = try self.target(of: request, context: context)
        _ = try await self.services.deployments.change(pipe, in: caller.workspace) { $0.remove(node: node.name) }
        return .noContent
    }

    // MARK: What nodes are

    private func setKind(to kind: NodeKind, _ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe, node) = try self.target(of: request, context: context)
        let parameters = try await request.collectedParameters()
        let settings = NodeSettings.directives(of: kind) { parameters[$0] }
        let targets = [settings["DATASOURCE"]].compactMap { $0 }
        try caller.require(mayFill: targets, in: try self.services.catalog.snapshot(of: caller.workspace))
        let changed = try await self.services.deployments.change(pipe, in: caller.workspace) {
            // What is there already keeps what no request can say.
            if node.kind != kind || kind != .endpoint { try $0.setKind(of: node.name, to: kind, settings) }
        }
        return try jsonResponse(try await self.services.pipeObject(changed.name, for: request, of: caller).object())
    }

    private func updateCopy(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe, node) = try self.target(of: request, context: context)
        try Self.require(node, toBe: .copy)
        let parameters = try await request.collectedParameters()
        let changes = NodeSettings.changes(ofCopy: { parameters[$0] })
        let changed = try await self.services.deployments.change(pipe, in: caller.workspace) { edit in
            for (directive, text) in changes { try edit.set(directive, to: text, ofNode: node.name) }
        }
        return try jsonResponse(try await self.services.pipeObject(changed.name, for: request, of: caller).object())
    }

    /// Makes a node a mere step again; what it has filled stays.
    private func removeKind(_ kind: NodeKind, _ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, pipe, node) = try self.target(of: request, context: context)
        try Self.require(node, toBe: kind)
        let changed = try await self.services.deployments.change(pipe, in: caller.workspace) {
            try $0.setKind(of: node.name, to: .standard)
        }
        switch kind {
        case .endpoint: return try jsonResponse(try await self.services.pipeObject(changed.name, for: request, of: caller).object())
        case .materialized: return try await self.answer(node: node.name, of: changed, for: request, caller)
        case .standard, .copy, .sink, .stream: return .noContent
        }
    }

    // MARK: Requests

    private static func require(_ node: NodeDefinition, toBe kind: NodeKind) throws {
        guard node.kind != kind else { return }
        throw RequestError(.invalidRequest, "node \"\(node.name)\" is not of type \(kind.rawValue)")
    }

    /// A caller who may change pipes, the pipe and the node that the path names.
    private func target(of request: Request, context: GatewayContext) throws -> (Caller, Workspaces.Pipe, NodeDefinition) {
        let (caller, pipe) = try self.services.callerAndPipe(of: request, context: context)
        let name = try context.parameters.require("node").removingPercentEncoding ?? ""
        guard let node = pipe.node(name) else { throw QueryError.unknownNode(name, pipe: pipe.name) }
        return (caller, pipe, node)
    }

    /// The SQL of a node stands in `sql`, or is the body.
    private static func parametersAndSQL(of request: Request) async throws -> (WireParameters, String?) {
        var parameters = try WireParameters(query: request.uri.query)
        let body = try await request.collectedBody(upTo: GatewayLimits.formSize)
        let text = String(buffer: body)
        if body.firstCharacter == UInt8(ascii: "{") {
            try parameters.add(json: body)
        } else if ["name=", "sql=", "description="].contains(where: { text.hasPrefix($0) }) {
            try parameters.add(urlEncoded: text)
        } else if !text.isEmpty {
            return (parameters, parameters["sql"] ?? text)
        }
        return (parameters, parameters["sql"])
    }

    /// `pipe_0`, `pipe_1`, …
    private static func freeName(in pipe: Workspaces.Pipe) -> String {
        let numbers = (0...).lazy.map { "\(pipe.name)_\($0)" }
        return numbers.first { pipe.node($0) == nil } ?? pipe.name
    }

    private func answer(node: String, of pipe: Workspaces.Pipe, for request: Request, _ caller: Caller) async throws -> Response {
        let object = try await self.services.pipeObject(pipe.name, for: request, of: caller)
        guard let node = object.nodeObject(node) else { throw QueryError.unknownNode(node, pipe: pipe.name) }
        return try jsonResponse(node)
    }
}
