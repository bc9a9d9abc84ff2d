// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ingestion
internal import MartletCore
internal import Queries
internal import Workspaces

/// `/v0/datasources…`: what the data sources are (http-api contract, 6.2).
struct DataSourceRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/datasources", method: .get, use: self.list)
        router.onBothVersions("/datasources/:datasource", method: .get, use: self.describe)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let attributes = AttributeSelection(try WireParameters(query: request.uri.query)["attrs"])
        let workspace = try self.services.workspaces.live(caller.workspace)
        let sizes = try await self.services.statistics.sizes(of: workspace.snapshot.workspace)
        let visible = workspace.snapshot.dataSources.values.filter { caller.grant.maySeeDataSource($0.name) }.sorted { $0.name < $1.name }
        let objects = visible.map { DataSourceObject($0, in: workspace, sizes: sizes).object(selecting: attributes) }
        return try jsonResponse(["datasources": objects])
    }

    private func describe(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let path = try context.parameters.require("datasource").removingPercentEncoding ?? ""
        let isDatafile = path.hasSuffix(".datasource")
        let name = isDatafile ? String(path.dropLast(".datasource".count)) : path
        let workspace = try self.services.workspaces.live(caller.workspace)
        guard let dataSource = workspace.snapshot.dataSource(name) else { throw IngestError.unknownDataSource(name) }
        try caller.require(caller.grant.maySeeDataSource(dataSource.name), scope: "DATASOURCES:READ:\(dataSource.name)")
        if isDatafile { return textResponse(self.services.datafile(of: dataSource, in: caller.workspace)) }
        let sizes = try await self.services.statistics.sizes(of: workspace.snapshot.workspace)
        return try jsonResponse(DataSourceObject(dataSource, in: workspace, sizes: sizes).object())
    }
}
