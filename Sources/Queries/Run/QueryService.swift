// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
internal import Datafiles
internal import FoundationEssentials
internal import MartletCore
internal import Templates
package import Workspaces

/// The door of the query room: endpoints and ad-hoc SQL, close to the engine's own speed and never beyond the caller's rights.
package struct QueryService: Sendable {
    let workspaces: CompiledWorkspaces
    let engine: EngineClient
    let admission: QueryAdmission
    let settings: [String: String]

    package init(workspaces: CompiledWorkspaces, engine: EngineClient, options: QueryOptions = QueryOptions()) {
        self.workspaces = workspaces
        self.engine = engine
        self.admission = QueryAdmission(limits: options.admission)
        self.settings = QuerySettings.make(options)
    }

    /// Calls a pipe's endpoint.
    package func call(_ call: EndpointCall, in workspaceID: WorkspaceID, grant: AccessGrant) async throws -> QueryResult {
        let workspace = try self.workspaces.live(workspaceID)
        let pipe = try workspace.pipe(call.pipe)
        guard grant.mayReadPipe(pipe.pipe.name) else { throw QueryError.pipeNotReadable(pipe.pipe.name) }
        guard let node = pipe.pipe.definition.publishedNode else { throw QueryError.noEndpoint(pipe.pipe.name) }
        if let query = call.query, query.utf8.count > QueryLimits.queryTextBytes { throw QueryError.queryTooLong }
        var resolver = QueryResolver(workspace: workspace, grant: grant, arguments: call.arguments, context: .now())
        let resolved = try resolver.resolve(pipe: pipe, node: node.name, query: call.query)
        if let named = resolved.format, OutputFormat(clause: named) != call.format {
            throw QueryError.formatContradiction(named: named, requested: call.format.rawValue)
        }
        let response = try await self.run(
            resolved, format: call.format, settings: call.settings, in: workspace, caller: grant.caller(in: workspaceID))
        return QueryResult(format: call.format, response: response)
    }

    /// Runs ad-hoc SQL; its `FORMAT` clause chooses the format, JSON without one.
    package func run(_ call: SQLCall, in workspaceID: WorkspaceID, grant: AccessGrant) async throws -> QueryResult {
        guard call.sqlText.contains(where: { !$0.isWhitespace }) else { throw QueryError.emptyQuery }
        guard call.sqlText.utf8.count <= QueryLimits.queryTextBytes else { throw QueryError.queryTooLong }
        let workspace = try self.workspaces.live(workspaceID)
        let pipeline = try call.pipeline.map { try workspace.pipe($0) }
        var resolver = QueryResolver(workspace: workspace, grant: grant, arguments: call.arguments, context: .now())
        let resolved = try resolver.resolve(sqlText: call.sqlText, pipeline: pipeline)
        var format = OutputFormat.json
        if let named = resolved.format {
            guard let known = OutputFormat(clause: named) else { throw QueryError.unknownFormat(named) }
            format = known
        }
        let response = try await self.run(
            resolved, format: format, settings: call.settings, in: workspace, caller: grant.caller(in: workspaceID))
        return QueryResult(format: format, response: response)
    }

    func run(
        _ query: ResolvedQuery, format: OutputFormat, settings: OutputSettings, in workspace: CompiledWorkspace, caller: QueryCaller
    ) async throws -> EngineResponse {
        var engineSettings = self.settings.merging(settings.engineSettings(for: format)) { $1 }
        // JSON states what was read at its end; for other formats the engine would have to be waited for.
        if format != .json { engineSettings["log_queries"] = "0" }
        if let threads = query.settings.maxThreads { engineSettings["max_threads"] = String(threads) }
        let engineQuery = EngineQuery(
            query.sqlText, format: format.rawValue, settings: engineSettings,
            queryID: UUID().uuidString.lowercased())
        let permit = try await self.admission.admit(caller)
        do {
            var response = try await self.engine.query(engineQuery)
            if let byteCount = response.byteCount, byteCount > QueryLimits.resultBytes { throw QueryError.resultTooLarge }
            // The engine answers when it is done, be it our child or a cluster.
            permit.finishRunning(unread: response.byteCount ?? QueryLimits.unknownAnswerBytes)
            response.lease = permit
            return response
        } catch let error as EngineError {
            throw CallerError(error, in: workspace.snapshot)
        }
    }
}
