// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import FoundationEssentials
internal import Queries
internal import Templates
internal import Workspaces

/// What a node yields, as the engine's SQL: rendered, guarded and resolved like any query.
struct PipeQuery: Sendable {
    private(set) var sqlText: String
    let database: String
    /// The settings under which it means the same as an endpoint's.
    let settings: [String: String]
    private(set) var resolved: ResolvedQuery

    /// - Parameter moment: The time of the run, in seconds since 1970.
    init(
        _ node: NodeDefinition, of pipe: CompiledPipe, arguments: TemplateArguments, moment: Int, in workspace: CompiledWorkspace,
        runTime: Duration
    ) throws {
        let timestamp = Timestamp(Date(timeIntervalSince1970: Double(moment)))
        var resolver = QueryResolver(
            workspace: workspace, grant: .system, arguments: arguments,
            context: RenderContext(jobTimestamp: String(timestamp.text.prefix(19))))
        let resolved = try resolver.resolve(pipe: pipe, node: node.name)
        var settings = QuerySettings.defaults
        settings["max_result_bytes"] = nil
        settings["max_execution_time"] = String(runTime.components.seconds)
        if let threads = resolved.settings.maxThreads { settings["max_threads"] = String(threads) }
        self.sqlText = resolved.sqlText
        self.database = workspace.snapshot.workspace.database
        self.settings = settings
        self.resolved = resolved
    }

    /// The same query, with the addresses of its remote databases as far as they may be connected to.
    func connecting(by reach: DatabaseReach) async throws -> PipeQuery {
        var query = self
        query.resolved = try await self.resolved.connecting(by: reach)
        return query
    }

    /// An error of the engine about this query, in words for its author.
    func callerError(_ error: EngineError, in snapshot: WorkspaceSnapshot) -> CallerError {
        CallerError(error, in: snapshot, remoteDatabases: self.resolved.remoteDatabases)
    }

    /// A statement that this query is a part of.
    func statement(_ sqlText: String, settings changes: [String: String] = [:]) -> EngineQuery {
        var query = EngineQuery(sqlText, database: self.database, settings: self.settings.merging(changes) { $1 })
        query.secrets = self.resolved.secrets
        return query
    }

    /// The settings of a statement that inserts what this query yields, once and at once.
    static let insertion = ["async_insert": "0", "deduplicate_insert": "disable"]

    /// The first table that it reads: to a materialized node, the one whose rows it is about.
    func firstTable() throws -> TableReference? { try analyzeQuery(self.sqlText).tables.first }

    /// The same query, with something else in the place of its first table.
    func reading(_ replacement: TableReplacement) throws -> PipeQuery {
        let analysis = try analyzeQuery(self.sqlText)
        var query = self
        query.sqlText = replaceTables(in: analysis) { $0 == analysis.tables.first ? replacement : nil }
        return query
    }

    /// A column that it yields.
    struct Column: Decodable, Sendable {
        let name: String
        let type: String
    }

    func columns(askedOf engine: EngineClient) async throws -> [Column] {
        try await engine.rows(
            of: self.statement("DESCRIBE TABLE (\n\(self.sqlText)\n)"), as: Column.self)
    }
}
