// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import MartletCore
internal import Synchronization
internal import Templates
package import Workspaces

/// The door for ClickHouse clients: the same queries as behind ``QueryService``, by the same guard and with the same rights, in
/// ClickHouse's formats and names, and beside them the metadata that tools ask for.
package final class ClickHouseService: Sendable {
    private let queries: QueryService
    private let pipeColumns = PipeColumns()
    private let identity = Mutex<EngineIdentity?>(nil)

    package init(queries: QueryService) { self.queries = queries }

    package func answer(_ call: ClickHouseCall, in workspaceID: WorkspaceID, grant: AccessGrant) async throws -> ClickHouseAnswer {
        guard call.sqlText.utf8.count <= QueryLimits.clickHouseTextBytes else { throw ClickHouseError.queryTooLong }
        let workspace = try self.queries.workspaces.live(workspaceID)
        let session = try ClickHouseSession(
            workspaceName: workspace.snapshot.workspace.name, database: call.database, user: call.user)
        let settings = try ClickHouseSettings.engineSettings(of: call.settings, within: self.queries.settings)
        var format = try Self.format(call.defaultFormat)
        let server = try await self.server()
        let timezone = settings["session_timezone"] ?? server.timezone

        let completed = try session.complete(call.sqlText, parameters: call.parameters)
        let statement = try ClickHouseStatement(completed, in: session)
        let text: String
        switch statement {
        case .nothing: return ClickHouseAnswer(format: format, response: nil, server: server, timezone: timezone)
        case .query(let query), .description(let query): text = query
        }
        let names = try QualifiedNames(of: text, in: session)
        let reader = MetadataReader(
            workspace: workspace, readable: ReadableTables(workspace, grant: grant), session: session, engine: self.queries.engine,
            pipeColumns: self.pipeColumns)
        let parameters = call.parameters.filter { names.parameters.contains($0.key) }
        if let missing = names.parameters.subtracting(parameters.keys).min() { throw ClickHouseError.missingParameter(missing) }
        let logical = try names.text(try await reader.queries(for: names.metadata))
        let resolved = try Self.resolve(logical, call, in: workspace, grant: grant)
        if let named = resolved.format { format = try Self.format(named) }

        var query = EngineQuery(
            resolved.sqlText, format: format.name, settings: self.queries.settings.merging(settings) { $1 }, parameters: parameters,
            queryID: RandomID.make())
        query.secrets = try await resolved.connecting(by: self.queries.reach).secrets
        if case .description = statement { query.sqlText = "DESCRIBE TABLE (\n\(resolved.sqlText)\n)" }
        if let threads = resolved.settings.maxThreads, settings["max_threads"] == nil { query.settings["max_threads"] = String(threads) }
        // JSON states what was read at its end; for other formats the engine would have to be waited for.
        if !format.statesStatistics { query.settings["log_queries"] = "0" }
        let response = try await self.queries.ask(
            query, remoteDatabases: resolved.remoteDatabases, in: workspace, caller: grant.caller(in: workspaceID))
        return ClickHouseAnswer(format: format, response: response, server: server, timezone: timezone)
    }

    private static func resolve(
        _ text: String, _ call: ClickHouseCall, in workspace: CompiledWorkspace, grant: AccessGrant
    ) throws -> ResolvedQuery {
        let arguments = TemplateArguments(call.parameters.mapValues { .text($0) })
        var resolver = QueryResolver(workspace: workspace, grant: grant, arguments: arguments, context: .now())
        do {
            return try resolver.resolve(sqlText: text)
        } catch let refusal as QueryRefusal {
            throw ClickHouseError(refusal)
        }
    }

    private static func format(_ name: String?) throws(ClickHouseError) -> ClickHouseFormat {
        guard let name, !name.isEmpty else { return .standard }
        guard let format = ClickHouseFormat(name) else { throw .unknownFormat(name) }
        return format
    }

    /// Who answers; asked once.
    private func server() async throws -> EngineIdentity {
        if let identity = self.identity.withLock({ $0 }) { return identity }
        struct Row: Decodable {
            let version: String
            let timezone: String
        }
        let rows = try await self.queries.engine.rows(of: EngineQuery("SELECT version() AS version, timezone() AS timezone"), as: Row.self)
        let identity = EngineIdentity(version: rows.first?.version ?? "", timezone: rows.first?.timezone ?? "UTC")
        self.identity.withLock { $0 = identity }
        return identity
    }
}
