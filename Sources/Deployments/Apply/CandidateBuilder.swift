// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import FoundationEssentials
internal import MartletCore
internal import Queries
internal import Templates
internal import Workspaces

/// Builds the next deployment beside the live one: nothing that serves is touched.
///
/// ```
/// live:  events ──view──> daily          while the gate is closed:  tables, views, bridges; the old parts linked aside
///           │ bridge                     afterwards:                rows from before written or altered, then linked in
/// next:  events' ─view'─> daily'
/// ```
///
/// The parts are linked at one moment, at which no batch is under way, and the bridge exists from that moment on: each row comes by
/// exactly one of the two ways. Rows from before are linked in, which no view sees; so views have theirs from their targets' old
/// parts, or from a run of their query.
struct CandidateBuilder {
    private let plan: DeploymentPlan
    private let live: WorkspaceSnapshot
    private let tables: EngineTables
    private let newViews: [MaterializedView]
    /// What will be served once this deployment is live.
    let workspace: CompiledWorkspace
    var snapshot: WorkspaceSnapshot { self.workspace.snapshot }

    /// - Parameter known: The live deployment, if it can be read.
    init(_ plan: DeploymentPlan, number: Int, live: WorkspaceSnapshot, knowing known: CompiledWorkspace?, tables: EngineTables) throws {
        self.plan = plan
        self.live = live
        self.tables = tables
        let snapshot = CandidateSnapshot(plan: plan, number: number, live: live).snapshot
        let compiled = try CompiledWorkspace(snapshot, knowing: known)
        self.workspace = compiled
        self.newViews = try plan.newViews.compactMap { name in
            try compiled.pipes[name].flatMap { try MaterializedView($0, in: compiled) }
        }
    }

    // MARK: What there is to do

    /// The data sources that get a table of their own.
    private var newDataSources: [DataSource] {
        self.snapshot.dataSources.values.filter { !(self.plan.steps[$0.name]?.isKept ?? true) }.sorted { $0.name < $1.name }
    }

    /// The live data source that hands its name to a new table.
    private func predecessor(of dataSource: DataSource) -> DataSource? {
        switch self.plan.steps[dataSource.name] {
        case .create(let predecessor): predecessor
        case .move(let predecessor, _): predecessor
        case .keep, nil: nil
        }
    }

    /// The SELECT list by which rows that arrive for the old table reach the new one; nil where views bring them, or nothing does.
    private func bridge(to dataSource: DataSource) -> String? {
        let isTarget = self.snapshot.pipes.values.contains {
            $0.definition.kind == .materialized && $0.definition.resultNode?.targetDataSource == dataSource.name
        }
        guard !isTarget, case .move(let old?, let move) = self.plan.steps[dataSource.name] else { return nil }
        switch move {
        case .link: return ForwardQuery.converting(TableShape(old.definition), to: TableShape(dataSource.definition))
        case .query(let list): return list
        case .views: return nil
        }
    }

    /// How rows reach this deployment before it is live.
    var routes: RowRoutes {
        var routes = RowRoutes()
        for dataSource in self.newDataSources {
            guard let old = self.predecessor(of: dataSource) else { continue }
            routes.moved.insert(dataSource.id)
            if self.bridge(to: dataSource) == nil { routes.held.insert(dataSource.id) } else { routes.bridged.insert(old.table) }
        }
        return routes
    }

    /// All that the engine has because of this deployment.
    var engineNames: Set<String> {
        var names = self.snapshot.engineNames.subtracting(self.live.engineNames)
        for dataSource in self.newDataSources {
            names.formUnion([dataSource.bridge, dataSource.history, dataSource.past])
        }
        return names.union(self.pasts.values)
    }

    // MARK: While no batch is under way

    /// Makes the new tables, then the new views.
    func create() async throws {
        try await self.tables.createDatabase()
        for dataSource in self.newDataSources {
            let location = SourceLocation(file: dataSource.definition.file, line: 1, column: 1)
            try await BuildFailure.wrap("data source \"\(dataSource.name)\"", at: location, in: self.snapshot) {
                try await self.tables.create(dataSource)
            }
        }
        for view in self.newViews {
            try await BuildFailure.wrap("pipe \"\(view.pipe)\"", at: view.location, in: self.snapshot) {
                try await self.tables.createView(view.name, filling: view.target.table, as: view.query)
            }
        }
        for dataSource in self.newDataSources {
            guard let old = self.predecessor(of: dataSource), let list = self.bridge(to: dataSource) else { continue }
            let location = dataSource.definition.location(of: "FORWARD_QUERY")
            try await BuildFailure.wrap("data source \"\(dataSource.name)\", rows of its present shape", at: location, in: self.snapshot) {
                try await self.tables.createView(
                    dataSource.bridge, filling: dataSource.table, as: ForwardQuery.query(list, over: old.table))
            }
        }
    }

    /// Links aside the rows that there are now.
    func keepPasts() async throws {
        for dataSource in self.newDataSources {
            guard case .move(let old?, let move) = self.plan.steps[dataSource.name] else { continue }
            switch move {
            case .link: try await self.tables.copy(old.table, as: dataSource.history)
            case .query: try await self.tables.copy(old.table, as: dataSource.past)
            case .views: break
            }
        }
        for (table, past) in self.pasts { try await self.tables.copy(table, as: past) }
    }

    /// The tables that stay while views over them are filled, by what they had when the views began.
    private var pasts: [String: String] {
        var pasts: [String: String] = [:]
        for source in self.filledViews.compactMap(\.source) where self.plan.steps[source.name]?.isKept ?? false {
            guard source.definition.engine.kind != .null else { continue }
            pasts[source.table] = "\(source.table)_past_\(self.snapshot.deployment)"
        }
        return pasts
    }

    private var filledViews: [MaterializedView] {
        let filled = Set(self.plan.steps.values.flatMap { if case .move(_, .views(let pipes)) = $0 { pipes } else { [String]() } })
        return self.newViews.filter { filled.contains($0.pipe) }
    }

    // MARK: While the live deployment goes on

    /// Brings the rows from before into the new tables, sources before what views make of them.
    func fill() async throws {
        var open = self.newDataSources.filter { if case .move = self.plan.steps[$0.name] { true } else { false } }
        let (views, pasts) = (self.filledViews, self.pasts)
        while let next = open.firstIndex(where: { dataSource in
            let sources = Set(views.filter { $0.target.name == dataSource.name }.compactMap { $0.source?.name })
            return !open.contains { sources.contains($0.name) && $0.name != dataSource.name }
        }) {
            let dataSource = open.remove(at: next)
            guard case .move(_, let move) = self.plan.steps[dataSource.name] else { continue }
            let location = dataSource.definition.location(of: "FORWARD_QUERY")
            switch move {
            case .link(let clauses):
                try await BuildFailure.wrap("data source \"\(dataSource.name)\"", at: location, in: self.snapshot) {
                    try await self.tables.alter(dataSource.history, clauses)
                }
            case .query(let list):
                try await BuildFailure.wrap("data source \"\(dataSource.name)\", rows from before", at: location, in: self.snapshot) {
                    try await self.fill(dataSource, from: ForwardQuery.query(list, over: dataSource.past))
                }
                try await self.tables.drop([dataSource.past])
            case .views:
                try await self.tables.create(dataSource.history, like: dataSource.table)
                for view in views where view.target.name == dataSource.name { try await self.fill(view, pasts: pasts) }
            }
        }
        for dataSource in self.newDataSources {
            guard case .move(let old, let move) = self.plan.steps[dataSource.name] else { continue }
            try await self.tables.attach(dataSource.history, to: dataSource.table)
            if case .link = move, let old {
                let indexes = TableShape(dataSource.definition).indexes(missingIn: TableShape(old.definition))
                try await self.tables.applyIndexes(indexes.map(\.name), of: dataSource.table)
            }
            let ttl = dataSource.definition.engine.ttl
            if ttl != nil, ttl != old?.definition.engine.ttl { try await self.tables.applyTTL(of: dataSource.table) }
        }
        try await self.tables.drop(Set(self.newDataSources.map(\.history)).union(pasts.values))
    }

    private func fill(_ dataSource: DataSource, from query: String) async throws {
        try await self.tables.create(dataSource.history, like: dataSource.table)
        try await self.tables.fill(dataSource.history, columns: try await self.tables.columns(of: query), from: query)
    }

    private func fill(_ view: MaterializedView, pasts: [String: String]) async throws {
        guard let source = view.source else { return }
        let past: String? =
            switch self.plan.steps[source.name] {
            case .keep: pasts[source.table]
            case .move: source.history
            case .create, nil: nil
            }
        guard let past else { return }
        try await BuildFailure.wrap("filling \"\(view.target.name)\" from pipe \"\(view.pipe)\"", at: view.location, in: self.snapshot) {
            let query = try view.query(over: past)
            try await self.tables.fill(view.target.history, columns: try await self.tables.columns(of: query), from: query)
        }
    }

    // MARK: When it goes live

    /// Takes the quarantined rows along where a data source gets a new table: a new shape is what they may have waited for.
    func moveQuarantines() async throws {
        for dataSource in self.newDataSources {
            guard let predecessor = self.predecessor(of: dataSource) else { continue }
            try await self.tables.copyQuarantine(of: predecessor, to: dataSource)
        }
    }
}

extension DataSource {
    /// The view that carries rows on from the predecessor's table.
    var bridge: String { "\(self.table)_bridge" }
    /// The rows from before, in the shape of the new table, until they are linked in.
    var history: String { "\(self.table)_history" }
    /// The rows from before, in their old shape, until they are written again.
    var past: String { "\(self.table)_past" }
}
