// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import MartletCore
internal import Queries
internal import Templates
internal import Workspaces

/// The engine's view of a materialized pipe.
struct MaterializedView {
    let pipe: String
    /// The engine's name of it.
    let name: String
    /// Its query as the engine's SQL.
    let query: String
    let target: DataSource
    /// The data source whose rows it is about: the first that its query reads.
    let source: DataSource?
    let location: SourceLocation

    /// Nil if the pipe is not a materialized one.
    init?(_ compiled: CompiledPipe, in workspace: CompiledWorkspace) throws {
        let pipe = compiled.pipe
        guard let name = pipe.view, let node = pipe.definition.resultNode,
            let target = node.targetDataSource.flatMap({ workspace.snapshot.dataSource(named: $0) })
        else { return nil }
        var resolver = QueryResolver(workspace: workspace, grant: .system, arguments: TemplateArguments([:]), context: .check)
        let resolved = try resolver.resolve(pipe: compiled, node: node.name)
        // Every row that arrives would wait for it, and the view's definition would need the password.
        guard resolved.remoteDatabases.isEmpty else {
            throw BuildFailure(
                diagnostic: Diagnostic(
                    .error, "pipe \"\(pipe.name)\" is materialized and reads a remote database", at: node.location,
                    hint: "let a copy pipe bring the table into a data source, and read that"))
        }
        let query = resolved.sqlText
        let table = try analyzeQuery(query).tables.first?.name
        self.pipe = pipe.name
        self.name = name
        self.query = query
        self.target = target
        self.source = workspace.snapshot.dataSources.values.first { $0.table == table }
        self.location = node.location
    }

    /// The query with another table in the place of its source's.
    func query(over table: String) throws -> String {
        let analysis = try analyzeQuery(self.query)
        guard let first = analysis.tables.first else { return self.query }
        return replaceTables(in: analysis) { $0 == first ? .table(database: first.database, name: table) : nil }
    }
}
