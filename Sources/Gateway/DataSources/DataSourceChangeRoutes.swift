// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ingestion
internal import MartletCore
internal import Queries
internal import Workspaces

/// `…/truncate` and `…/delete` of a data source's rows (http-api contract, 6.5).
struct DataSourceChangeRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.onBothVersions("/datasources/:datasource/truncate", method: .post, use: self.truncate)
        router.onBothVersions("/datasources/:datasource/delete", method: .post, use: self.delete)
    }

    private func truncate(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, dataSource, isQuarantine) = try self.target(of: request, context: context)
        try await self.services.ingestion.truncate(dataSource, of: caller.workspace, quarantineOnly: isQuarantine)
        return Response(status: .resetContent, headers: [.contentType: "application/json"])
    }

    private func delete(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, dataSource, isQuarantine) = try self.target(of: request, context: context)
        guard !isQuarantine else { throw RequestError(.invalidRequest, "rows of a quarantine cannot be deleted one by one; truncate it") }
        let parameters = try await request.collectedParameters()
        guard let text = parameters["delete_condition"] else { throw WireError.missingParameter("delete_condition") }
        let condition = try self.services.queries.condition(text, on: dataSource.name, in: caller.workspace, grant: caller.grant)
        do {
            if parameters.flag("dry_run") {
                let rowCount = try await self.services.ingestion.delete(
                    from: dataSource, of: caller.workspace, where: condition, isDryRun: true)
                return try jsonResponse(["rows_to_be_deleted": rowCount])
            }
            let job = try await self.services.imports.delete(
                from: dataSource, of: caller.workspace, where: condition, as: text, id: context.requestID)
            let members = job.members(host: request.host)
            return try jsonResponse(JSONObject.object(members + [("job", .object(members))]))
        } catch let error as EngineError {
            // The engine quotes its own names of tables.
            throw CallerError(error, in: try self.services.catalog.snapshot(of: caller.workspace))
        }
    }

    /// The data source that a path names, or its quarantine.
    private func target(of request: Request, context: GatewayContext) throws -> (Caller, DataSource, isQuarantine: Bool) {
        let caller = try self.services.catalog.caller(of: request)
        let name = try context.parameters.require("datasource").removingPercentEncoding ?? ""
        let snapshot = try self.services.catalog.snapshot(of: caller.workspace)
        let quarantined = snapshot.dataSources.values.first { $0.quarantineName == name }
        guard let dataSource = snapshot.dataSource(name) ?? quarantined else { throw IngestError.unknownDataSource(name) }
        try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
        return (caller, dataSource, dataSource.name != name && quarantined != nil)
    }
}
