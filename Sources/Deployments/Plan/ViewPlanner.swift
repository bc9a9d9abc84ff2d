// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Workspaces

/// Says which materialized views a deployment makes anew, and where the rows of their targets come from.
///
/// A view belongs to the tables it reads and fills: where one of them is new, so is the view. Its target then gets a new table too,
/// with the old rows, or filled again if these would not be what the view yields now. All views of one target go together.
struct ViewPlanner {
    let snapshot: WorkspaceSnapshot
    let graph: ProjectGraph
    let renamed: [String: String]
    /// Whether every view is taken as one that is altered in place, and fills a new target with what arrives from then on only.
    var keepsTargets = false

    func plan(_ plan: inout DeploymentPlan) {
        let views = Dictionary(grouping: plan.project.pipes.filter { $0.kind == .materialized }) { $0.resultNode?.targetDataSource ?? "" }
        let changed = self.changedQueries(in: plan)
        var isSettled = false
        while !isSettled {
            isSettled = true
            for (target, pipes) in views.sorted(by: { $0.key < $1.key }) {
                guard let definition = plan.project.dataSources.first(where: { $0.name == target }), let step = plan.steps[target] else {
                    continue
                }
                let need = pipes.map { self.need(of: $0, changed: changed, in: plan) }.max() ?? .nothing
                guard let next = self.step(step, for: need, of: definition, filledBy: pipes.map(\.name).sorted()) else { continue }
                plan.steps[target] = next
                isSettled = false
            }
        }
        for (target, pipes) in views where !(plan.steps[target]?.isKept ?? true) { plan.newViews += pipes.map(\.name) }
        plan.newViews.sort()
    }

    private enum Need: Comparable {
        case nothing
        /// Another view, which yields for the old rows what the old one has.
        case newView
        /// The target's rows are not what the view yields.
        case newRows
    }

    private func need(of pipe: PipeDefinition, changed: Set<String>, in plan: DeploymentPlan) -> Need {
        let resources = self.graph.resources(readBy: pipe.name)
        let isAltered = self.keepsTargets || pipe.resultNode?.isAlteredInPlace ?? false
        var need = Need.nothing
        if changed.contains(pipe.name) || !changed.isDisjoint(with: resources) { need = isAltered ? .newView : .newRows }
        for definition in plan.project.dataSources where resources.contains(definition.name) {
            switch plan.steps[definition.name] {
            case .keep, nil: continue
            case .move(_, .link): need = max(need, .newView)
            case .move(_, .query) where definition.forwardQuery == nil: need = max(need, .newView)
            case .move, .create: need = max(need, isAltered ? .newView : .newRows)
            }
        }
        return need
    }

    /// What the need makes of a target's step; nil if it is that already.
    private func step(
        _ step: DeploymentPlan.DataSourceStep, for need: Need, of definition: DataSourceDefinition, filledBy pipes: [String]
    ) -> DeploymentPlan.DataSourceStep? {
        let filled = { (predecessor: DataSource?) -> DeploymentPlan.DataSourceStep? in
            definition.isBackfilled && !self.keepsTargets ? .move(from: predecessor, .views(pipes)) : nil
        }
        switch (step, need) {
        case (.keep, .nothing), (.move(_, .views), _), (.move, .nothing), (.move, .newView), (.move(_, .query), .newRows): return nil
        case (.keep(let live), .newView): return .move(from: live, .link([]))
        case (.keep(let live), .newRows), (.move(let live?, .link), .newRows):
            return filled(live) ?? .create(predecessor: live)
        case (.move(nil, .link), .newRows): return nil
        case (.create(let predecessor), _): return filled(predecessor)
        }
    }

    /// The pipes whose text yields something else than before.
    private func changedQueries(in plan: DeploymentPlan) -> Set<String> {
        Set(
            plan.project.pipes.filter { new in
                guard let live = self.snapshot.pipes[self.renamed[new.name] ?? new.name]?.definition else { return true }
                return live.nodes.map(\.sql) != new.nodes.map(\.sql)
                    || live.resultNode?.targetDataSource != new.resultNode?.targetDataSource.map({ self.renamed[$0] ?? $0 })
            }.map(\.name))
    }
}
