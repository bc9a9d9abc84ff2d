// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import MartletCore
internal import Workspaces

/// Compares a project with what is live and says what leads from one to the other. Pure: it asks no engine.
struct DeploymentPlanner {
    let snapshot: WorkspaceSnapshot
    /// The logical names of live data sources without a row: their tables may be made anew at will.
    let emptyDataSources: Set<String>
    let allowsDestruction: Bool
    /// Whether rows that fit their data source no more may be given up.
    var discardsMisfits = false
    /// Whether views that change go on filling the tables that they filled.
    var keepsTargets = false
    /// The live names of data sources and pipes that go on under new names, by these.
    var renamed: [String: String] = [:]

    func plan(_ project: Project, graph: ProjectGraph) -> DeploymentPlan {
        var plan = DeploymentPlan(project: project)
        plan.renamed = self.renamed
        self.planDataSources(&plan)
        self.planPipes(&plan)
        self.planConnections(&plan)
        plan.changes.tokens = TokenChange.changes(from: self.snapshot.declaredPermissions, to: project.declaredPermissions)
        ViewPlanner(snapshot: self.snapshot, graph: graph, renamed: self.renamed, keepsTargets: self.keepsTargets).plan(&plan)
        self.refuseLostRows(&plan)
        return plan
    }

    private func planDataSources(_ plan: inout DeploymentPlan) {
        let targets = Set(plan.project.pipes.filter { $0.kind == .materialized }.compactMap { $0.resultNode?.targetDataSource })
        for definition in plan.project.dataSources {
            guard let live = self.snapshot.dataSources[self.renamed[definition.name] ?? definition.name] else {
                plan.changes.newDataSources.append(definition.name)
                plan.steps[definition.name] = .create(predecessor: nil)
                continue
            }
            guard live.definition.text != definition.text || live.definition.file != definition.file else {
                plan.steps[definition.name] = .keep(live)
                continue
            }
            plan.changes.changedDataSources.append(definition.name)
            plan.steps[definition.name] = self.step(from: live, to: definition, isTarget: targets.contains(definition.name), &plan.findings)
        }
        let kept = Set(plan.project.dataSources.map { self.renamed[$0.name] ?? $0.name })
        for name in self.snapshot.dataSources.keys.sorted() where !kept.contains(name) {
            plan.changes.deletedDataSources.append(name)
            guard !self.allowsDestruction, !self.emptyDataSources.contains(name) else { continue }
            plan.findings.append(
                Diagnostic(
                    .error, "data source \"\(name)\" is missing from the project and its rows would be deleted",
                    at: SourceLocation(file: self.snapshot.dataSources[name]?.definition.file ?? name, line: 1, column: 1),
                    hint: "add it again, or allow destructive operations"))
        }
    }

    private func step(
        from live: DataSource, to definition: DataSourceDefinition, isTarget: Bool, _ findings: inout [Diagnostic]
    ) -> DeploymentPlan.DataSourceStep {
        let (old, new) = (TableShape(live.definition), TableShape(definition))
        guard new != old else { return .keep(live) }
        // An engine that keeps nothing has nothing to carry.
        guard live.definition.engine.kind != .null, definition.engine.kind != .null else { return .create(predecessor: live) }
        switch new.change(from: old) {
        case .link(let clauses): return .move(from: live, .link(clauses))
        case .rewrite: return .move(from: live, .query(ForwardQuery.converting(old, to: new)))
        case .obstacle(let reason):
            if let query = definition.forwardQuery { return .move(from: live, .query(query.text)) }
            // What views fill can be filled again.
            if isTarget || self.emptyDataSources.contains(live.name) { return .create(predecessor: live) }
            let place = SourceLocation(file: definition.file, line: 1, column: 1)
            if self.discardsMisfits {
                findings.append(
                    Diagnostic(
                        .warning, "data source \"\(definition.name)\" is emptied, since its rows do not fit any more: \(reason)", at: place)
                )
                return .create(predecessor: live)
            }
            findings.append(
                Diagnostic(
                    .error, "data source \"\(definition.name)\" holds rows that do not fit its new definition: \(reason)", at: place,
                    hint: "say with FORWARD_QUERY > SELECT … what becomes of them, or give the new shape a new name"))
            return .create(predecessor: live)
        }
    }

    /// A data source with rows of its own would lose them as the target of a view, which is filled from the view's source.
    private func refuseLostRows(_ plan: inout DeploymentPlan) {
        let filledBefore = Set(self.snapshot.pipes.values.compactMap { $0.definition.resultNode?.targetDataSource })
        for definition in plan.project.dataSources {
            guard case .move(let live?, .views) = plan.steps[definition.name], !filledBefore.contains(live.name),
                !self.emptyDataSources.contains(live.name), !self.allowsDestruction
            else { continue }
            plan.findings.append(
                Diagnostic(
                    .error,
                    "data source \"\(definition.name)\" has rows of its own, which would be replaced by those of the materialized pipe that now fills it",
                    at: SourceLocation(file: definition.file, line: 1, column: 1),
                    hint: "fill another data source, or allow destructive operations"))
        }
    }

    private func planPipes(_ plan: inout DeploymentPlan) {
        for definition in plan.project.pipes {
            guard let live = self.snapshot.pipes[self.renamed[definition.name] ?? definition.name] else {
                plan.changes.newPipes.append(definition.name)
                continue
            }
            if live.definition.text != definition.text || live.definition.file != definition.file {
                plan.changes.changedPipes.append(definition.name)
            }
        }
        let kept = Set(plan.project.pipes.map { self.renamed[$0.name] ?? $0.name })
        plan.changes.deletedPipes = self.snapshot.pipes.keys.filter { !kept.contains($0) }.sorted()
    }

    private func planConnections(_ plan: inout DeploymentPlan) {
        for definition in plan.project.connections {
            guard let live = self.snapshot.connections[definition.name] else {
                plan.changes.newConnections.append(definition.name)
                continue
            }
            if live.definition.text != definition.text || live.definition.file != definition.file {
                plan.changes.changedConnections.append(definition.name)
            }
        }
        let kept = Set(plan.project.connections.map(\.name))
        plan.changes.deletedConnections = self.snapshot.connections.keys.filter { !kept.contains($0) }.sorted()
    }
}
