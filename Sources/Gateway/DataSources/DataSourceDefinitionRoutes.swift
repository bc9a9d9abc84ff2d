// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Deployments
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ingestion
internal import MartletCore
internal import Queries
internal import Workspaces

/// Changes of what a data source is: its schema, its name, its being (http-api contract, 6.5).
struct DataSourceDefinitionRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.post("/v0/datasources/exchange", use: self.exchange)
        router.post("/v0/datasources/:datasource/alter", use: self.alter)
        router.put("/v0/datasources/:datasource", use: self.update)
        router.delete("/v0/datasources/:datasource", use: self.delete)
    }

    private func alter(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, dataSource) = try self.services.dataSource(of: request, context: context)
        try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
        let parameters = try await request.collectedParameters()
        var edit = DataSourceEdit()
        if let schema = parameters["schema"] { edit.set("SCHEMA", to: schema) }
        if let description = parameters["description"] { edit.set("DESCRIPTION", to: description) }
        if let ttl = parameters["ttl"] { edit.set("ENGINE_TTL", to: ttl == "false" ? "" : ttl) }
        if let indexes = parameters["indexes"] { edit.set("INDEXES", to: indexes == "0" ? "" : indexes) }
        let alteration = try await self.services.deployments.alter(
            dataSource, edit, in: caller.workspace, isDryRun: parameters.flag("dry"))
        return try jsonResponse(["operations": alteration.operations, "dependencies": alteration.dependencies])
    }

    /// Settings of connectors are passed over.
    private func update(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, dataSource) = try self.services.dataSource(of: request, context: context)
        try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
        let parameters = try await request.collectedParameters()
        if let description = parameters["description"], description != dataSource.definition.description ?? "" {
            var edit = DataSourceEdit()
            edit.set("DESCRIPTION", to: description)
            _ = try await self.services.deployments.alter(dataSource, edit, in: caller.workspace, isDryRun: false)
        }
        if let name = parameters["name"], name != dataSource.name {
            try await self.services.deployments.rename(dataSource, to: name, in: caller.workspace)
        }
        let workspace = try self.services.workspaces.live(caller.workspace)
        guard let updated = workspace.snapshot.dataSource(dataSource.id.text) else { throw IngestError.unknownDataSource(dataSource.name) }
        let sizes = try await self.services.statistics.sizes(of: workspace.snapshot.workspace)
        return try jsonResponse(DataSourceObject(updated, in: workspace, sizes: sizes).object())
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, dataSource) = try self.services.dataSource(of: request, context: context)
        try caller.require(caller.grant.mayDropDataSource(dataSource.name), scope: "DATASOURCES:DROP:\(dataSource.name)")
        let parameters = try WireParameters(query: request.uri.query)
        guard !parameters.flag("dry_run") else {
            let dependents = try self.services.deployments.dependents(of: dataSource, in: caller.workspace)
            return try jsonResponse(["dependent_pipes": dependents.names.joined(separator: ", ")])
        }
        try await self.services.deployments.delete(dataSource, from: caller.workspace, force: parameters.flag("force"))
        return Response(status: .noContent, headers: [.contentType: "application/json"])
    }

    private func exchange(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
        let parameters = try await request.collectedParameters()
        guard let first = parameters["datasource_a"] else { throw WireError.missingParameter("datasource_a") }
        guard let second = parameters["datasource_b"] else { throw WireError.missingParameter("datasource_b") }
        try await self.services.deployments.exchange(first, second, in: caller.workspace)
        return try jsonResponse(["datasource_a": first, "datasource_b": second])
    }
}
