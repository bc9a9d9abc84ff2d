// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
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
    let cache: AnswerCache
    let reach: DatabaseReach

    package init(
        workspaces: CompiledWorkspaces, engine: EngineClient, cache: AnswerCache, reach: DatabaseReach,
        options: QueryOptions = QueryOptions()
    ) {
        self.workspaces = workspaces
        self.engine = engine
        self.admission = QueryAdmission(limits: options.admission)
        self.settings = QuerySettings.make(options)
        self.cache = cache
        self.reach = reach
    }

    /// The answer of an earlier call of an endpoint, if it is still true. It takes microseconds, and asks the embedded engine nothing.
    package func keptAnswer(to call: EndpointCall, in workspaceID: WorkspaceID, grant: AccessGrant) async throws -> QueryResult? {
        guard !call.refusesKeptAnswers else { return nil }
        let workspace = try self.workspaces.workspace(workspaceID, call.deployment)
        let endpoint = try Endpoint(of: call, in: workspace, grant: grant)
        guard let answer = await self.cache.answer(for: endpoint.key) else { return nil }
        let isAboutService = workspace.snapshot.workspace.hasOnlyServiceTables(answer.tables)
        return QueryResult(answer, format: call.format, cache: .hit, isAboutService: isAboutService)
    }

    /// Calls a pipe's endpoint.
    package func call(_ call: EndpointCall, in workspaceID: WorkspaceID, grant: AccessGrant) async throws -> QueryResult {
        if let query = call.query, query.utf8.count > QueryLimits.queryTextBytes { throw QueryError.queryTooLong }
        let workspace = try self.workspaces.workspace(workspaceID, call.deployment)
        let endpoint = try Endpoint(of: call, in: workspace, grant: grant)
        var resolver = QueryResolver(
            workspace: workspace, grant: grant, arguments: call.arguments, context: .at(endpoint.clock), clock: endpoint.clock)
        let resolved = try resolver.resolve(pipe: endpoint.pipe, node: endpoint.node.name, query: call.query)
        if let named = resolved.format, OutputFormat(clause: named) != call.format {
            throw QueryError.formatContradiction(named: named, requested: call.format.rawValue)
        }
        let run = {
            try await self.run(resolved, format: call.format, settings: call.settings, in: workspace, caller: grant.caller(in: workspaceID))
        }
        let tables = resolved.tables
        let isAboutService = workspace.snapshot.workspace.hasOnlyServiceTables(tables)
        guard !call.refusesKeptAnswers, resolved.isRepeatable, let versions = await self.cache.watch.versions(of: tables)
        else { return QueryResult(try await run(), format: call.format, cache: .bypass, isAboutService: isAboutService) }
        guard versions.isSettled else {
            return QueryResult(try await run(), format: call.format, cache: .miss, isAboutService: isAboutService)
        }
        let (result, outcome) = try await self.cache.share(endpoint.key, at: versions) {
            let response = try await run()
            guard let byteCount = response.byteCount, byteCount <= QueryLimits.keptAnswerBytes else {
                return AnswerCache.Run.large(response)
            }
            let body = try await response.collect(upTo: byteCount)
            return .whole(Answer(body: body, tables: tables, versions: versions, summary: response.summary))
        }
        switch result {
        case .whole(let answer): return QueryResult(answer, format: call.format, cache: outcome, isAboutService: isAboutService)
        case .large(let response): return QueryResult(response, format: call.format, cache: outcome, isAboutService: isAboutService)
        }
    }

    /// Runs ad-hoc SQL; its `FORMAT` clause chooses the format, JSON without one.
    package func run(_ call: SQLCall, in workspaceID: WorkspaceID, grant: AccessGrant) async throws -> QueryResult {
        guard call.sqlText.contains(where: { !$0.isWhitespace }) else { throw QueryError.emptyQuery }
        guard call.sqlText.utf8.count <= QueryLimits.queryTextBytes else { throw QueryError.queryTooLong }
        let workspace = try self.workspaces.workspace(workspaceID, call.deployment)
        let pipeline = try call.pipeline.map { try workspace.pipe($0) }
        var resolver = QueryResolver(
            workspace: workspace, grant: grant, arguments: call.arguments, context: .at(call.clock), clock: call.clock)
        let resolved = try resolver.resolve(sqlText: call.sqlText, pipeline: pipeline)
        var format = OutputFormat.json
        if let named = resolved.format {
            guard let known = OutputFormat(clause: named) else { throw QueryError.unknownFormat(named) }
            format = known
        }
        let response = try await self.run(
            resolved, format: format, settings: call.settings, in: workspace, caller: grant.caller(in: workspaceID))
        return QueryResult(
            response, format: format, cache: .bypass, isAboutService: workspace.snapshot.workspace.hasOnlyServiceTables(resolved.tables))
    }

    func run(
        _ query: ResolvedQuery, format: OutputFormat, settings: OutputSettings, in workspace: CompiledWorkspace, caller: QueryCaller
    ) async throws -> EngineResponse {
        var engineSettings = self.settings.merging(settings.engineSettings(for: format)) { $1 }
        // JSON states what was read at its end; for other formats the engine would have to be waited for.
        if format != .json { engineSettings["log_queries"] = "0" }
        if let threads = query.settings.maxThreads { engineSettings["max_threads"] = String(threads) }
        var engineQuery = EngineQuery(
            query.sqlText, format: format.rawValue, settings: engineSettings, queryID: RandomID.make())
        engineQuery.secrets = try await query.connecting(by: self.reach).secrets
        return try await self.ask(engineQuery, remoteDatabases: query.remoteDatabases, in: workspace, caller: caller)
    }

    /// Asks the engine when it is the caller's turn.
    func ask(
        _ query: EngineQuery, remoteDatabases: [RemoteDatabase], in workspace: CompiledWorkspace, caller: QueryCaller
    ) async throws -> EngineResponse {
        let permit = try await self.admission.admit(caller)
        do {
            var response = try await self.engine.query(query)
            if let byteCount = response.byteCount, byteCount > QueryLimits.resultBytes { throw QueryError.resultTooLarge }
            // The engine answers when it is done, be it our child or a cluster.
            permit.finishRunning(unread: response.byteCount ?? QueryLimits.unknownAnswerBytes)
            response.lease = permit
            return response
        } catch let error as EngineError {
            throw CallerError(error, in: workspace.snapshot, remoteDatabases: remoteDatabases)
        }
    }
}

/// What a call is about, once the caller's right to it is seen.
struct Endpoint {
    let pipe: CompiledPipe
    let node: NodeDefinition
    /// The present that the endpoint's author wants its calls to share; nil if each has its own.
    let clock: StoppedClock?
    let key: AnswerKey

    init(of call: EndpointCall, in workspace: CompiledWorkspace, grant: AccessGrant) throws {
        self.pipe = try workspace.pipe(call.pipe)
        guard grant.mayReadPipe(self.pipe.pipe.name) else { throw QueryError.pipeNotReadable(self.pipe.pipe.name) }
        guard let node = self.pipe.pipe.definition.publishedNode else { throw QueryError.noEndpoint(self.pipe.pipe.name) }
        self.node = node
        self.clock = call.clock ?? node.cacheSeconds.flatMap { StoppedClock(every: $0) }
        self.key = AnswerKey(
            call, pipe: self.pipe.pipe.name, clock: self.clock, in: workspace.snapshot, secrets: workspace.secrets, grant: grant)
    }
}

extension Workspace {
    /// Whether tables are those of service data sources, and there are any.
    fileprivate func hasOnlyServiceTables(_ tables: [EngineTable]) -> Bool {
        !tables.isEmpty && tables.allSatisfy { $0.database == self.serviceDatabase }
    }
}

extension StoppedClock {
    /// A present that lasts as many seconds; nil if it lasts none.
    fileprivate init?(every seconds: Int) {
        guard seconds > 0 else { return nil }
        let now = Int64(Date().timeIntervalSince1970)
        self.init(seconds: now - now % Int64(seconds))
    }
}
