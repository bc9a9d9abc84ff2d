// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouse
internal import Datafiles
internal import MartletCore
package import Templates
package import Workspaces

/// Turns logical SQL into the engine's: the step from a rendered text to a ``ResolvedQuery``.
///
/// Names are looked up in this order: the node's siblings, pipes, data sources, quarantines. A node or pipe becomes a
/// parenthesised sub-query, a data source its table, filtered where the caller sees only some rows. Each text is
/// guarded by itself before its names are replaced, so nothing a template renders escapes the check.
package struct QueryResolver {
    private let workspace: CompiledWorkspace
    private let grant: AccessGrant
    /// What the request sends, or what it counts for in the pipe that the caller's query has entered.
    private var arguments: TemplateArguments
    /// The pipe that the caller's query has entered.
    private var entry: String?
    private let context: RenderContext
    private let mode: RenderMode
    /// What queries are to take for the present; nil for the engine's own clock.
    private let clock: StoppedClock?

    /// Whether templates see a request or, as when a deployment is checked, placeholders.
    package enum RenderMode: Sendable {
        case request
        case check
    }

    /// Where a text stands: which names it may use, and with whose rights.
    private struct Scope {
        /// The pipe whose nodes the text may name; nil for ad-hoc SQL.
        var pipe: CompiledPipe?
        /// What `_` means in ad-hoc SQL over an endpoint.
        var underscore: String?

        /// Whether the caller has written the text, not the author of a pipe.
        var isCallers: Bool { self.pipe == nil }
    }

    private var resolvedNodes: [NodeKey: String] = [:]
    private var openNodes: [NodeKey] = []
    private var settings = RenderedSettings()
    private var usedSecrets: Set<String> = []
    private var tables: Set<EngineTable> = []
    private var remoteDatabases: RemoteDatabases
    private var isRepeatable = true

    private struct NodeKey: Hashable {
        /// The pipe by which the caller came here, for its parameters may be fixed.
        let entry: String?
        let pipe: String
        let node: String
    }

    package init(
        workspace: CompiledWorkspace, grant: AccessGrant, arguments: TemplateArguments, context: RenderContext, mode: RenderMode = .request,
        clock: StoppedClock? = nil
    ) {
        self.workspace = workspace
        self.grant = grant
        self.arguments = arguments
        self.mode = mode
        self.clock = clock
        var context = context
        // Nil stays: a check takes for granted what it cannot know.
        if context.secretNames != nil, !workspace.secrets.values.isEmpty { context.secretNames = Set(workspace.secrets.values.keys) }
        if context.secretNames?.isEmpty != true { context.secretPrefix = Self.secretPrefix() }
        self.context = context
        self.remoteDatabases = RemoteDatabases(secretPrefix: context.secretPrefix, secrets: workspace.secrets.values)
    }

    /// Another one for each query: what a caller writes must not be bound too.
    private static func secretPrefix() -> String { "secret_\(RandomID.make().filter { $0 != "-" })_" }

    /// The query of a pipe's published node, or `query` over it where `_` stands for the pipe.
    package mutating func resolve(pipe: CompiledPipe, node: String, query: String? = nil) throws -> ResolvedQuery {
        let (resolvedNode, format) = try self.entering(pipe) { resolver in
            let (nodeText, format) = try resolver.render(node: node, of: pipe)
            return (try resolver.resolve(nodeText, in: Scope(pipe: pipe)), format)
        }
        guard let query else { return self.result(resolvedNode, format: format) }
        let (text, queryFormat) = try Self.splitFormat(query)
        let resolved = try self.resolve(text, in: Scope(underscore: resolvedNode))
        return self.result(resolved, format: queryFormat)
    }

    /// Ad-hoc SQL, a template if it begins with `%`. `pipeline` names the pipe that `_` refers to.
    package mutating func resolve(sqlText: String, pipeline: CompiledPipe? = nil) throws -> ResolvedQuery {
        let template = try Template(parsing: sqlText, name: "query")
        var (text, format) = try Self.splitFormat(try self.render(template, isCallers: true))
        var scope = Scope()
        if let pipeline, let node = pipeline.pipe.definition.resultNode {
            guard self.grant.mayReadPipe(pipeline.pipe.name) else { throw QueryError.pipeNotReadable(pipeline.pipe.name) }
            scope.underscore = try self.entering(pipeline) { try $0.resolved(node: node.name, of: pipeline) }
        }
        guard case .describe(let described) = text.statementKind else {
            let resolved = try self.resolve(text, in: scope)
            return self.result(resolved, format: format)
        }
        var policy = QueryPolicy()
        policy.allowsDescribe = true
        try StatementGuard(policy).check(text)
        text = try analyzeQuery(described)
        // Of a query the engine tells names and types only, of a table also how it is stored.
        let resolved = try self.resolve(text, in: scope)
        return self.result("DESCRIBE (\n\(resolved)\n)", format: format)
    }

    // MARK: Names

    private mutating func resolve(_ analysis: QueryAnalysis, in scope: Scope) throws -> String {
        var policy = QueryPolicy()
        if !scope.isCallers { policy.tableFunctions.formUnion(QueryPolicy.remoteDatabases) }
        try StatementGuard(policy).check(analysis)
        if !analysis.isRepeatable { self.isRepeatable = false }
        let analysis = try self.remoteDatabases.name(in: analysis)
        let resolved = try replaceTables(in: analysis) { table in try self.replacement(for: table, in: scope) }
        guard resolved.utf8.count <= QueryLimits.resolvedTextBytes else { throw QueryError.resolvedTextTooLong }
        return resolved
    }

    private mutating func replacement(for table: TableReference, in scope: Scope) throws -> TableReplacement? {
        if let database = table.database {
            if ServiceDataSources.contain(database: database, name: table.name) {
                return try self.serviceRows(for: table, of: database, in: scope)
            }
            // The guard lets through only tables of `system` that say the same on every server.
            guard database == "system" else { throw QueryError.unknownTable("\(database).\(table.name)") }
            self.isRepeatable = false
            let isOpen = QueryPolicy.generatorTables.contains(table.name) || self.grant.mayReadEverything || !scope.isCallers
            guard isOpen else { throw QueryError.systemTableNotReadable(table.name) }
            return nil
        }
        let name = table.name
        if name == "_", let underscore = scope.underscore { return try self.query(underscore, in: table, scope) }
        if let pipe = scope.pipe, pipe.templates[name] != nil {
            return try self.query(try self.resolved(node: name, of: pipe), in: table, scope)
        }
        // A data source that is called exactly so comes before a pipe of another version.
        let pipeName = self.workspace.snapshot.dataSources[name] == nil ? self.workspace.snapshot.pipe(named: name)?.name : name
        if let pipe = pipeName.flatMap({ self.workspace.pipes[$0] }), let node = pipe.pipe.definition.resultNode {
            guard scope.pipe != nil || self.grant.mayReadPipe(pipe.pipe.name) else { throw QueryError.pipeNotReadable(name) }
            let resolved =
                scope.isCallers
                ? try self.entering(pipe) { try $0.resolved(node: node.name, of: pipe) } : try self.resolved(node: node.name, of: pipe)
            return try self.query(resolved, in: table, scope)
        }
        if let dataSource = self.workspace.snapshot.dataSource(named: name) {
            try self.checkReadable(dataSource, in: scope)
            return try self.rows(of: dataSource, for: table, in: scope)
        }
        if let dataSource = self.workspace.snapshot.dataSources.values.first(where: { $0.quarantineName == name }) {
            try self.checkReadable(dataSource, in: scope)
            guard self.grant.rowFilter(for: dataSource.name) == nil else { throw QueryError.quarantineNotReadable(dataSource.name) }
            let table = EngineTable(database: self.workspace.snapshot.workspace.database, name: dataSource.quarantineTable)
            self.tables.insert(table)
            return .table(database: table.database, name: table.name)
        }
        throw QueryError.unknownTable(name)
    }

    private func checkReadable(_ dataSource: DataSource, in scope: Scope) throws {
        guard scope.pipe != nil || self.grant.mayReadDataSource(dataSource.name) else {
            throw QueryError.dataSourceNotReadable(dataSource.name)
        }
    }

    /// A data source's table; where the caller sees only some rows, a query for them.
    private mutating func rows(of dataSource: DataSource, for table: TableReference, in scope: Scope) throws -> TableReplacement {
        let database = self.workspace.snapshot.workspace.database
        self.tables.insert(EngineTable(database: database, name: dataSource.table))
        guard let filter = self.grant.rowFilter(for: dataSource.name) else { return .table(database: database, name: dataSource.table) }
        do {
            let guarding = RowFilterGuard(columns: Set(dataSource.definition.columns.map(\.name)))
            for filter in self.grant.rowFilters(for: dataSource.name) ?? [] { try guarding.check(filter) }
            if (try? analyzeQuery("SELECT (\n\(filter)\n)"))?.isRepeatable != true { self.isRepeatable = false }
        } catch {
            throw QueryError.rowFilterNotUsable(dataSource.name, error.reason)
        }
        guard !table.isInJoinedPrewhere else { throw QueryError.joinedPrewhere(table.name) }
        let source = "\(SQLText.identifier(database)).\(SQLText.identifier(dataSource.table))"
        let modifiers = (table.isFinal ? " FINAL" : "") + (table.sample.map { " \($0.name)" } ?? "")
        let query = "SELECT * FROM \(source)\(modifiers) WHERE (\n\(filter)\n)"
        return .query(scope.isCallers ? "\(query)\n\(Self.barrier)" : query)
    }

    /// The table of a service data source, which holds rows of this workspace alone.
    private mutating func serviceRows(for table: TableReference, of database: String, in scope: Scope) throws -> TableReplacement {
        let name = "\(database).\(table.name)"
        guard ServiceDataSources.serve(database: database, name: table.name) else { throw QueryError.serviceDataSource(name) }
        guard scope.pipe != nil || self.grant.mayReadDataSource(name) else { throw QueryError.dataSourceNotReadable(name) }
        guard self.grant.rowFilter(for: name) == nil else {
            throw QueryError.rowFilterNotUsable(name, "service data sources are read as a whole")
        }
        let source = EngineTable(database: self.workspace.snapshot.workspace.serviceDatabase, name: table.name)
        self.tables.insert(source)
        guard ServiceDataSources.isReplacing(table.name) else { return .table(database: source.database, name: source.name) }
        guard !table.isInJoinedPrewhere else { throw QueryError.joinedPrewhere(table.name) }
        let rows = "\(SQLText.identifier(source.database)).\(SQLText.identifier(source.name))"
        return .query("SELECT * FROM \(rows) FINAL\(table.sample.map { " \($0.name)" } ?? "")")
    }

    /// What a node or pipe yields.
    private func query(_ text: String, in table: TableReference, _ scope: Scope) throws -> TableReplacement {
        guard !table.isInJoinedPrewhere else { throw QueryError.joinedPrewhere(table.name) }
        guard table.sample == nil else { throw QueryError.sampledPipe(table.name) }
        guard scope.isCallers, !self.grant.mayReadEverything else { return .query(text) }
        return .query("SELECT * FROM (\n\(text)\n)\n\(Self.barrier)")
    }

    /// Keeps the caller's conditions from being tried before those of the pipe or row filter in front of it.
    ///
    /// The engine moves conditions down to the table, where indexes and columns are looked through in an order of its choice. One
    /// that fails, `toUInt8(name)`, would tell of rows that are not the caller's. No condition may move past a LIMIT.
    private static let barrier = "LIMIT 1000000000000000"

    // MARK: Nodes

    /// Resolves what is behind a pipe that the caller names, under the parameters that his token fixes for it.
    private mutating func entering<Result>(_ pipe: CompiledPipe, _ resolve: (inout QueryResolver) throws -> Result) throws -> Result {
        let fixed = self.grant.fixedParameters(of: pipe.pipe.name)
        guard !fixed.isEmpty else { return try resolve(&self) }
        let outside = (self.arguments, self.entry)
        (self.arguments, self.entry) = (self.arguments.overridden(by: fixed), pipe.pipe.name)
        defer { (self.arguments, self.entry) = outside }
        return try resolve(&self)
    }

    private mutating func resolved(node: String, of pipe: CompiledPipe) throws -> String {
        let key = NodeKey(entry: self.entry, pipe: pipe.pipe.name, node: node)
        if let resolved = self.resolvedNodes[key] { return resolved }
        guard !self.openNodes.contains(key) else { throw QueryError.cycle(self.openNodes.map(\.node) + [node]) }
        guard self.openNodes.count < QueryLimits.nodeDepth else { throw QueryError.tooManyNodes }
        self.openNodes.append(key)
        defer { self.openNodes.removeLast() }
        let (text, format) = try self.render(node: node, of: pipe)
        if let format { throw QueryError.formatInsideNode(node, format) }
        let resolved = try self.resolve(text, in: Scope(pipe: pipe))
        self.resolvedNodes[key] = resolved
        return resolved
    }

    private mutating func render(node: String, of pipe: CompiledPipe) throws -> (text: QueryAnalysis, format: String?) {
        guard let template = pipe.templates[node] else { throw QueryError.unknownTable(node) }
        return try Self.splitFormat(try self.render(template))
    }

    private mutating func render(_ template: Template, isCallers: Bool = false) throws -> String {
        var context = self.context
        // Authors of pipes decide what becomes of a secret; who writes a query of his own sees what he selects.
        if isCallers, !self.grant.isAdmin { context.secretNames = [] }
        let rendered =
            switch self.mode {
            case .request: try template.render(self.arguments, context: context)
            case .check: try template.renderForCheck(context: context)
            }
        if let broken = InsertionGuard.firstBroken(rendered.insertions, in: rendered.sqlText) {
            throw QueryError.brokenInsertion(node: template.name, line: rendered.line(of: broken))
        }
        try self.remoteDatabases.checkAuthor(of: rendered)
        self.settings.merge(rendered.settings)
        self.usedSecrets.formUnion(rendered.usedSecrets)
        if template.readsJobTimestamp, self.clock == nil { self.isRepeatable = false }
        return self.clock?.stop(in: rendered.sqlText) ?? rendered.sqlText
    }

    /// Cuts a `FORMAT` clause at the end, which only the outermost query may have.
    private static func splitFormat(_ text: String) throws -> (text: QueryAnalysis, format: String?) {
        let analysis = try analyzeQuery(text)
        // Two statements must not become one by losing what lies between them.
        guard analysis.isSingleStatement else { throw QueryRefusal(reason: .severalStatements) }
        let bareText = analysis.bareText
        guard bareText != text else { return (analysis, nil) }
        return (try analyzeQuery(bareText), analysis.formatClause?.name)
    }

    /// All that was noted on the way. To be called when the text is there: Swift would take `self` before it makes the argument.
    private func result(_ text: String, format: String?) -> ResolvedQuery {
        let secrets = self.usedSecrets.map { (self.context.secretPrefix + $0, self.workspace.secrets.values[$0] ?? "") }
        return ResolvedQuery(
            sqlText: text, settings: self.settings, secrets: Dictionary(uniqueKeysWithValues: secrets),
            secretPrefix: self.context.secretPrefix, format: format,
            tables: self.tables.sorted { ($0.database, $0.name) < ($1.database, $1.name) },
            remoteDatabases: self.remoteDatabases.all,
            isRepeatable: self.isRepeatable && self.remoteDatabases.all.isEmpty)
    }
}
