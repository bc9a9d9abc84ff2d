// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import Hummingbird
internal import Ingestion
internal import MartletCore
internal import Workspaces

/// `/v1/martlet/quarantine…`: what is in quarantine and why, and another attempt to store it. Martlet's own; the contract knows only the table.
struct QuarantineRoutes: Sendable {
    let services: GatewayServices

    func add(to router: Router<GatewayContext>) {
        router.get("/v1/martlet/quarantine", use: self.list)
        router.get("/v1/martlet/quarantine/:datasource", use: self.show)
        router.get("/v1/martlet/quarantine/:datasource/replay", use: self.lastReplay)
        router.post("/v1/martlet/quarantine/:datasource/replay", use: self.replay)
    }

    private func list(_ request: Request, context: GatewayContext) async throws -> Response {
        let caller = try self.services.catalog.caller(of: request)
        let dataSources = try self.services.catalog.snapshot(of: caller.workspace).dataSources.values
            .filter { caller.grant.mayReadQuarantine(of: $0.name) }.sorted { $0.name < $1.name }
        let summaries = try await self.services.ingestion.quarantines(of: dataSources, in: caller.workspace)
        return try jsonResponse(["quarantines": summaries.map(QuarantineObject.summary)])
    }

    private func show(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, dataSource) = try self.services.dataSource(of: request, context: context)
        try self.requireReading(dataSource, by: caller)
        let parameters = try WireParameters(query: request.uri.query)
        guard let limit = Int(parameters["limit"] ?? "100"), (1...IngestLimits.quarantineRows).contains(limit) else {
            throw WireError.badParameter("limit", expected: "1 to \(IngestLimits.quarantineRows)")
        }
        let rows = try await self.services.ingestion.quarantinedRows(
            of: dataSource, in: caller.workspace, importID: parameters["import_id"], limit: limit)
        return try jsonResponse(["rows": rows.map(QuarantineObject.row)])
    }

    private func lastReplay(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, dataSource) = try self.services.dataSource(of: request, context: context)
        try self.requireReading(dataSource, by: caller)
        guard let replay = try await self.services.catalog.replay(of: dataSource.id) else {
            throw RequestError(.notFound, "the quarantine of data source \"\(dataSource.name)\" was never replayed")
        }
        return try jsonResponse(QuarantineObject.replay(replay, of: dataSource))
    }

    private func replay(_ request: Request, context: GatewayContext) async throws -> Response {
        let (caller, dataSource) = try self.services.dataSource(of: request, context: context)
        try caller.require(caller.grant.mayCreateDataSources, scope: "DATASOURCES:CREATE")
        let parameters = try await request.collectedParameters()
        let replay = try await self.services.replays.replay(
            dataSource, of: caller.workspace, importID: parameters["import_id"], corrections: try Self.corrections(parameters["set"]),
            id: context.requestID.filter { $0 != "-" }, within: GatewayLimits.waitForReplay)
        return try jsonResponse(QuarantineObject.replay(replay, of: dataSource), status: replay.state == .done ? .ok : .accepted)
    }

    /// `{"column": "text", …}`
    private static func corrections(_ text: String?) throws -> [String: String] {
        guard let text else { return [:] }
        guard let corrections = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)) else {
            throw WireError.badParameter("set", expected: "a JSON object of texts by column")
        }
        return corrections
    }

    private func requireReading(_ dataSource: DataSource, by caller: Caller) throws {
        try caller.require(caller.grant.mayReadQuarantine(of: dataSource.name), scope: "DATASOURCES:READ:\(dataSource.name)")
    }
}
