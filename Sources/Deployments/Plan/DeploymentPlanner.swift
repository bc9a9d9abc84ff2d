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
    /// The live names of data sources and pipes that go on under new names, by these.
    var renamed: [String: String] = [:]
    /// Whether views that change go on filling the tables that they filled.
    var keepsTargets = false

    func plan(_ project: Project, graph: ProjectGraph) -> DeploymentPlan {
        var plan = DeploymentPlan(project: project)
        plan.renamed = self.renamed
        self.planDataSources(&plan)
        self.planPipes(&plan)
        self.planConnections(&plan)
        self.planRebuilds(&plan, graph: graph)
        return plan
    }

    private func planDataSources(_ plan: inout DeploymentPlan) {
        let targets = Set(plan.project.pipes.filter { $0.kind == .materialized }.compactMap { $0.resultNode?.targetDataSource })
        for definition in plan.project.dataSources {
            guard let live = self.snapshot.dataSources[self.renamed[definition.name] ?? definition.name] else {
                plan.newDataSources.append(definition.name)
                plan.steps[definition.name] = .create(predecessor: nil)
                continue
            }
            guard live.definition.text != definition.text || live.definition.file != definition.file else {
                plan.steps[definition.name] = .keep(live)
                continue
            }
            plan.changedDataSources.append(definition.name)
            switch TableShape(definition).alterations(from: TableShape(live.definition)) {
            case .success(let alterations): plan.steps[definition.name] = .change(live, alterations: alterations)
            // What views fill can be filled again.
            case .failure where self.emptyDataSources.contains(definition.name) || targets.contains(definition.name):
                plan.steps[definition.name] = .create(predecessor: live)
            case .failure(let obstacle): plan.findings.append(Self.refusal(obstacle, of: definition))
            }
        }
        let kept = Set(plan.project.dataSources.map { self.renamed[$0.name] ?? $0.name })
        for name in self.snapshot.dataSources.keys.sorted() where !kept.contains(name) {
            plan.deletedDataSources.append(name)
            guard !self.allowsDestruction, !self.emptyDataSources.contains(name) else { continue }
            plan.findings.append(
                Diagnostic(
                    .error, "data source \"\(name)\" is missing from the project and its rows would be deleted",
                    at: SourceLocation(file: self.snapshot.dataSources[name]?.definition.file ?? name, line: 1, column: 1),
                    hint: "add it again, or allow destructive operations"))
        }
    }

    private static func refusal(_ obstacle: TableShape.Obstacle, of definition: DataSourceDefinition) -> Diagnostic {
        Diagnostic(
            .error, "data source \"\(definition.name)\" holds rows and cannot be changed in place: \(obstacle.reason)",
            at: SourceLocation(file: definition.file, line: 1, column: 1), hint: "truncate it first, or give the new shape a new name")
    }

    private func planPipes(_ plan: inout DeploymentPlan) {
        for definition in plan.project.pipes {
            guard let live = self.snapshot.pipes[self.renamed[definition.name] ?? definition.name] else {
                plan.newPipes.append(definition.name)
                continue
            }
            if live.definition.text != definition.text || live.definition.file != definition.file {
                plan.changedPipes.append(definition.name)
            }
        }
        let kept = Set(plan.project.pipes.map { self.renamed[$0.name] ?? $0.name })
        plan.deletedPipes = self.snapshot.pipes.keys.filter { !kept.contains($0) }.sorted()
    }

    private func planConnections(_ plan: inout DeploymentPlan) {
        for definition in plan.project.connections {
            guard let live = self.snapshot.connections[definition.name] else {
                plan.newConnections.append(definition.name)
                continue
            }
            if live.definition.text != definition.text || live.definition.file != definition.file {
                plan.changedConnections.append(definition.name)
            }
        }
        let kept = Set(plan.project.connections.map(\.name))
        plan.deletedConnections = self.snapshot.connections.keys.filter { !kept.contains($0) }.sorted()
    }

    /// A view is made anew, with a new table for what it fills, when its query or one it reads changes, or a table it reads or fills is new.
    ///
    /// All views of one target go together, since they fill one table; and views that read the target follow it.
    private func planRebuilds(_ plan: inout DeploymentPlan, graph: ProjectGraph) {
        let views = plan.project.pipes.filter { $0.kind == .materialized }
        let changedPipes = Set(
            plan.project.pipes.map(\.name).filter { plan.newPipes.contains($0) || self.changesQuery(of: $0, in: plan.project) })
        var rebuilt = Set(
            views.map(\.name).filter { changedPipes.contains($0) || !changedPipes.isDisjoint(with: graph.resources(readBy: $0)) })
        var newTables = Set(plan.steps.filter { if case .create = $0.value { true } else { false } }.keys)
        var isSettled = false
        while !isSettled {
            isSettled = true
            for view in views {
                guard let target = view.resultNode?.targetDataSource else { continue }
                let follows = newTables.contains(target) || !newTables.isDisjoint(with: graph.resources(readBy: view.name))
                if follows, !rebuilt.contains(view.name) {
                    rebuilt.insert(view.name)
                    isSettled = false
                }
                if !self.keepsTargets, rebuilt.contains(view.name), newTables.insert(target).inserted {
                    if let live = self.snapshot.dataSources[target] { plan.steps[target] = .create(predecessor: live) }
                    isSettled = false
                }
            }
        }
        plan.rebuiltViews = rebuilt.sorted()
    }

    private func changesQuery(of pipe: String, in project: Project) -> Bool {
        guard let live = self.snapshot.pipes[self.renamed[pipe] ?? pipe]?.definition,
            let new = project.pipes.first(where: { $0.name == pipe })
        else {
            return false
        }
        return live.nodes.map(\.sql) != new.nodes.map(\.sql) || live.resultNode?.targetDataSource != new.resultNode?.targetDataSource
    }
}
