// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import FoundationEssentials
internal import MartletCore
internal import Queries
internal import Templates
internal import Workspaces

/// Builds the next deployment beside the live one: nothing that serves is touched before the last step.
struct DeploymentBuilder {
    private let plan: DeploymentPlan
    private let live: WorkspaceSnapshot
    private let tables: EngineTables
    /// What will be served once this deployment is published.
    let snapshot: WorkspaceSnapshot

    init(plan: DeploymentPlan, live: WorkspaceSnapshot, tables: EngineTables) {
        self.plan = plan
        self.live = live
        self.tables = tables
        self.snapshot = Self.snapshot(of: plan, after: live)
    }

    private var newDataSources: [DataSource] {
        let tables = Set(self.live.dataSources.values.map(\.table))
        return self.snapshot.dataSources.values.filter { !tables.contains($0.table) }.sorted { $0.name < $1.name }
    }

    private var newViews: [Pipe] {
        let views = Set(self.live.pipes.values.compactMap(\.view))
        return self.snapshot.pipes.values.filter { $0.view.map { !views.contains($0) } ?? false }.sorted { $0.name < $1.name }
    }

    /// Makes the new tables and columns, then the new views, which may read both.
    func create() async throws {
        try await self.tables.createDatabase()
        try await self.alterKeptTables { $0.additions }
        for dataSource in self.newDataSources {
            let location = SourceLocation(file: dataSource.definition.file, line: 1, column: 1)
            try await BuildFailure.wrap("data source \"\(dataSource.name)\"", at: location, in: self.snapshot) {
                try await self.tables.create(dataSource)
            }
        }
        for pipe in self.newViews {
            let view = try self.materialization(of: pipe)
            try await BuildFailure.wrap("pipe \"\(pipe.name)\"", at: view.location, in: self.snapshot) {
                try await self.tables.createView(view.name, filling: view.target.table, as: view.query)
            }
        }
    }

    /// Fills new targets from the rows that their views have missed.
    ///
    /// A view over a table that is itself being filled sees its rows arrive and needs no more.
    func backfill() async throws {
        let newTables = Set(self.newDataSources.map(\.table))
        for pipe in self.newViews {
            let view = try self.materialization(of: pipe)
            let sources = try analyzeQuery(view.query).tables.map(\.name)
            guard let source = sources.first, !newTables.contains(source), view.target.definition.isBackfilled else { continue }
            try await BuildFailure.wrap("filling \"\(view.target.name)\" from pipe \"\(pipe.name)\"", at: view.location, in: self.snapshot)
            {
                try await self.tables.backfill(view.target.table, columns: try await self.tables.columns(of: view.query), from: view.query)
            }
        }
    }

    /// Takes the quarantined rows along where a data source gets a new table: a new shape is what they may have waited for.
    func moveQuarantines() async throws {
        for dataSource in self.newDataSources {
            guard let predecessor = self.live.dataSources[dataSource.name] else { continue }
            try await self.tables.copyQuarantine(of: predecessor, to: dataSource)
        }
    }

    /// The last step: tables that stay take their new rules.
    func changeKeptTables() async throws {
        try await self.alterKeptTables { $0.rest }
        for dataSource in self.keptTables.map(\.dataSource) { try await self.tables.extendQuarantine(of: dataSource) }
    }

    /// Drops all that this deployment has made.
    func discard() async throws {
        try await self.tables.drop(self.snapshot.engineNames.subtracting(self.live.engineNames))
        for (dataSource, alterations) in self.keptTables { try await self.tables.alter(dataSource, alterations.reversedAdditions) }
    }

    private var keptTables: [(dataSource: DataSource, alterations: [TableAlteration])] {
        self.plan.steps.sorted { $0.key < $1.key }.compactMap { name, step in
            guard case .change(_, let alterations) = step, let dataSource = self.snapshot.dataSources[name] else { return nil }
            return (dataSource, alterations)
        }
    }

    private func alterKeptTables(_ clauses: ([TableAlteration]) -> [String]) async throws {
        for (dataSource, alterations) in self.keptTables {
            let location = SourceLocation(file: dataSource.definition.file, line: 1, column: 1)
            try await BuildFailure.wrap("data source \"\(dataSource.name)\"", at: location, in: self.snapshot) {
                try await self.tables.alter(dataSource, clauses(alterations))
            }
        }
    }

    // MARK: Views

    private struct Materialization {
        let name: String
        let query: String
        let target: DataSource
        let location: SourceLocation
    }

    private func materialization(of pipe: Pipe) throws -> Materialization {
        guard let name = pipe.view, let node = pipe.definition.resultNode,
            let target = node.targetDataSource.flatMap({ self.snapshot.dataSources[$0] })
        else { preconditionFailure("a checked materialized pipe has a node with a target") }
        let workspace = try CompiledWorkspace(self.snapshot)
        guard let compiled = workspace.pipes[pipe.name] else { preconditionFailure("a snapshot compiles all of its pipes") }
        var resolver = QueryResolver(
            workspace: workspace, grant: .system, arguments: TemplateArguments([:]),
            context: .check)
        let query = try resolver.resolve(pipe: compiled, node: node.name)
        return Materialization(name: name, query: query.sqlText, target: target, location: node.location)
    }

    // MARK: Names

    private static func snapshot(of plan: DeploymentPlan, after live: WorkspaceSnapshot) -> WorkspaceSnapshot {
        let now = Timestamp.now()
        let dataSources = plan.project.dataSources.map { definition -> DataSource in
            switch plan.steps[definition.name] {
            case .keep(let dataSource): dataSource
            case .change(let old, _):
                DataSource(id: old.id, definition: definition, table: old.table, createdAt: old.createdAt, updatedAt: now)
            case .create(let predecessor):
                DataSource(
                    id: predecessor?.id ?? .make(), definition: definition, table: Self.uniqueName(definition.name),
                    createdAt: predecessor?.createdAt ?? now, updatedAt: now)
            case nil: preconditionFailure("a plan without errors has a step for every data source")
            }
        }
        let pipes = plan.project.pipes.map { definition -> Pipe in
            let old = live.pipes[plan.renamed[definition.name] ?? definition.name]
            let isUnchanged = old.map { $0.definition.text == definition.text && $0.definition.file == definition.file } ?? false
            let view: String? =
                if definition.kind != .materialized { nil } else if plan.rebuiltViews.contains(definition.name) {
                    Self.uniqueName(definition.name)
                } else {
                    old?.view ?? Self.uniqueName(definition.name)
                }
            return Pipe(
                id: old?.id ?? .make(), definition: definition, view: view, createdAt: old?.createdAt ?? now,
                updatedAt: isUnchanged ? old?.updatedAt ?? now : now)
        }
        let connections = plan.project.connections.map { definition -> Connection in
            let old = live.connections[definition.name]
            return Connection(
                id: old?.id ?? .make(), definition: definition, createdAt: old?.createdAt ?? now,
                updatedAt: old?.definition.text == definition.text ? old?.updatedAt ?? now : now)
        }
        return WorkspaceSnapshot(
            workspace: live.workspace, deployment: live.deployment + 1, dataSources: dataSources, pipes: pipes, connections: connections)
    }

    /// A name that no table ever had, readable in the engine's log.
    private static func uniqueName(_ name: String) -> String {
        "\(name)_\(UUID().uuidString.lowercased().prefix(8))"
    }
}
