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
    private let arguments: TemplateArguments
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
    }

    private var resolvedNodes: [NodeKey: String] = [:]
    private var openNodes: [NodeKey] = []
    private var settings = RenderedSettings()
    private var usedSecrets: Set<String> = []
    private var tables: Set<EngineTable> = []
    private var isRepeatable = true

    private struct NodeKey: Hashable {
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
        self.context = context
        self.mode = mode
        self.clock = clock
    }

    /// The query of a pipe's published node, or `query` over it where `_` stands for the pipe.
    package mutating func resolve(pipe: CompiledPipe, node: String, query: String? = nil) throws -> ResolvedQuery {
        let (nodeText, format) = try self.render(node: node, of: pipe)
        let resolvedNode = try self.resolve(nodeText, in: Scope(pipe: pipe))
        guard let query else { return self.result(resolvedNode, format: format) }
        let (text, queryFormat) = try Self.splitFormat(query)
        return self.result(try self.resolve(text, in: Scope(underscore: resolvedNode)), format: queryFormat)
    }

    /// Ad-hoc SQL, a template if it begins with `%`. `pipeline` names the pipe that `_` refers to.
    package mutating func resolve(sqlText: String, pipeline: CompiledPipe? = nil) throws -> ResolvedQuery {
        let template = try Template(parsing: sqlText, name: "query")
        let (text, format) = try Self.splitFormat(try self.render(template))
        var scope = Scope()
        if let pipeline, let node = pipeline.pipe.definition.resultNode {
            guard self.grant.mayReadPipe(pipeline.pipe.name) else { throw QueryError.pipeNotReadable(pipeline.pipe.name) }
            scope.underscore = try self.resolved(node: node.name, of: pipeline)
        }
        return self.result(try self.resolve(text, in: scope), format: format)
    }

    // MARK: Names

    private mutating func resolve(_ analysis: QueryAnalysis, in scope: Scope) throws -> String {
        try StatementGuard().check(analysis)
        if !analysis.isRepeatable { self.isRepeatable = false }
        let resolved = try replaceTables(in: analysis) { table in try self.replacement(for: table, in: scope) }
        guard resolved.utf8.count <= QueryLimits.resolvedTextBytes else { throw QueryError.resolvedTextTooLong }
        return resolved
    }

    private mutating func replacement(for table: TableReference, in scope: Scope) throws -> TableReplacement? {
        if let database = table.database {
            // The guard lets through only tables of `system` that say the same on every server.
            guard !ServiceDataSources.contain(database: database, name: table.name) else {
                throw QueryError.serviceDataSource("\(database).\(table.name)")
            }
            guard database == "system" else { throw QueryError.unknownTable("\(database).\(table.name)") }
            self.isRepeatable = false
            return nil
        }
        let name = table.name
        if name == "_", let underscore = scope.underscore { return .query(underscore) }
        if let pipe = scope.pipe, pipe.templates[name] != nil { return .query(try self.resolved(node: name, of: pipe)) }
        // A data source that is called exactly so comes before a pipe of another version.
        let pipeName = self.workspace.snapshot.dataSources[name] == nil ? self.workspace.snapshot.pipe(named: name)?.name : name
        if let pipe = pipeName.flatMap({ self.workspace.pipes[$0] }), let node = pipe.pipe.definition.resultNode {
            guard scope.pipe != nil || self.grant.mayReadPipe(pipe.pipe.name) else { throw QueryError.pipeNotReadable(name) }
            return .query(try self.resolved(node: node.name, of: pipe))
        }
        if let dataSource = self.workspace.snapshot.dataSource(named: name) {
            try self.checkReadable(dataSource, in: scope)
            return self.table(dataSource.table, isFinal: table.isFinal, filter: self.grant.rowFilter(for: dataSource.name))
        }
        if let dataSource = self.workspace.snapshot.dataSources.values.first(where: { $0.quarantineName == name }) {
            try self.checkReadable(dataSource, in: scope)
            guard self.grant.rowFilter(for: dataSource.name) == nil else { throw QueryError.quarantineNotReadable(dataSource.name) }
            return self.table(dataSource.quarantineTable, isFinal: table.isFinal, filter: nil)
        }
        throw QueryError.unknownTable(name)
    }

    private func checkReadable(_ dataSource: DataSource, in scope: Scope) throws {
        guard scope.pipe != nil || self.grant.mayReadDataSource(dataSource.name) else {
            throw QueryError.dataSourceNotReadable(dataSource.name)
        }
    }

    private mutating func table(_ table: String, isFinal: Bool, filter: String?) -> TableReplacement {
        let database = self.workspace.snapshot.workspace.database
        self.tables.insert(EngineTable(database: database, name: table))
        guard let filter else { return .table(database: database, name: table) }
        if (try? analyzeQuery("SELECT \(filter)"))?.isRepeatable != true { self.isRepeatable = false }
        let name = "\(SQLText.identifier(database)).\(SQLText.identifier(table))"
        return .query("SELECT * FROM \(name)\(isFinal ? " FINAL" : "") WHERE \(filter)")
    }

    // MARK: Nodes

    private mutating func resolved(node: String, of pipe: CompiledPipe) throws -> String {
        let key = NodeKey(pipe: pipe.pipe.name, node: node)
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

    private mutating func render(_ template: Template) throws -> String {
        let rendered =
            switch self.mode {
            case .request: try template.render(self.arguments, context: self.context)
            case .check: try template.renderForCheck(context: self.context)
            }
        if let broken = InsertionGuard.firstBroken(rendered.insertions, in: rendered.sqlText) {
            throw QueryError.brokenInsertion(node: template.name, line: rendered.line(of: broken))
        }
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

    private func result(_ text: String, format: String?) -> ResolvedQuery {
        ResolvedQuery(
            sqlText: text, settings: self.settings, usedSecrets: self.usedSecrets, format: format, tables: self.tables,
            repeatableTables: self.isRepeatable && self.usedSecrets.isEmpty ? self.tables : nil)
    }
}
