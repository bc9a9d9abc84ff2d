// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MartletCore
internal import Workspaces

/// `/v0/connectors…`: the deployed connections (http-api contract, 15.1).
struct ConnectionRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/connectors", method: .get, use: self.list)
        router.onBothVersions("/connectors/:connection", method: .get, use: self.describe)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let snapshot = try self.snapshot(for: request)
        let service = try WireParameters(query: request.uri.query)["service"]
        let connections = snapshot.connections.values.sorted { $0.name < $1.name }.filter {
            service == nil || $0.definition.kind.rawValue == service
        }
        return try jsonResponse(["connectors": connections.map { ConnectionObject(connection: $0, snapshot: snapshot).object }])
    }

    /// `name.connection` is the datafile, `name` or the id alone the description.
    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let snapshot = try self.snapshot(for: request)
        let parameters = try WireParameters(query: request.uri.query)
        let path = try context.parameters.require("connection").removingPercentEncoding ?? ""
        let name = path.hasSuffix(".connection") ? String(path.dropLast(".connection".count)) : path
        guard let connection = snapshot.connections[name] ?? snapshot.connections.values.first(where: { $0.id.text == name }) else {
            throw RequestError(.notFound, "connection \"\(name)\" does not exist")
        }
        guard name != path || parameters["format"] == "connection" else {
            return try jsonResponse(ConnectionObject(connection: connection, snapshot: snapshot).object)
        }
        let text = connection.definition.text
        guard parameters.flag("include_metadata") else { return textResponse(text) }
        return try jsonResponse(JSONObject.object([("content", .text(text)), ("warnings", .list([]))]))
    }

    /// A datafile may hold what opens another system: whoever could deploy it sees it.
    private func snapshot(for request: Request) throws -> WorkspaceSnapshot {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayDeploy, scope: "WORKSPACE:DEPLOY")
        return try self.services.catalog.snapshot(of: caller.workspace)
    }
}
