// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import HTTPTypes
internal import Hummingbird
internal import Queries
internal import Workspaces

/// `/v0/dependencies`: who reads which data source (http-api contract, 6.2).
struct DependencyRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v0/dependencies", use: self.list)
    }

    /// What a data source feeds if `check_for_partial_replace` is set, else the names of the pipes that read each.
    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let parameters = try WireParameters(query: request.uri.query)
        let graph = DependencyGraph(try self.services.workspaces.live(caller.workspace))
        let visible = graph.dataSources.filter { caller.grant.maySeeDataSource($0.name) }
        let dependencies: [(String, JSONObject)]
        if parameters.flag("check_for_partial_replace"), let name = parameters["datasource"] {
            let targets = graph.targets(fedBy: name)
            dependencies = visible.filter { targets.contains($0.name) }.map { target in
                let engine = JSONObject.text(target.definition.engine.kind.rawValue)
                return (target.name, .list([.object([("datasource", .text(target.name)), ("engine", engine)])]))
            }
        } else {
            let isRecursive = parameters.flag("recursive")
            let wanted = visible.map { ($0.name, graph.pipes(reading: $0.name, isRecursive: isRecursive)) }.filter { name, readers in
                (parameters["datasource"].map { $0 == name } ?? true) && (parameters["match"].map { name.contains($0) } ?? true)
                    && (parameters["pipe"].map { readers.contains($0) } ?? true) && (!parameters.flag("no_deps") || readers.isEmpty)
            }
            dependencies = wanted.map { name, readers in (name, .list(readers.map { .text($0) })) }
        }
        return try jsonResponse(
            JSONObject.object([("dependencies", .object(dependencies)), ("incompatible_datasources", .object([]))]))
    }
}
