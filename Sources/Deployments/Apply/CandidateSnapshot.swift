// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import FoundationEssentials
internal import MartletCore
internal import Workspaces

/// What a plan makes of the live resources: which go on, and under which names the engine has them.
struct CandidateSnapshot {
    let plan: DeploymentPlan
    let number: Int
    let live: WorkspaceSnapshot

    var snapshot: WorkspaceSnapshot {
        let now = Timestamp.now()
        return WorkspaceSnapshot(
            workspace: self.live.workspace, deployment: self.number,
            dataSources: self.plan.project.dataSources.map { self.dataSource($0, now: now) },
            pipes: self.plan.project.pipes.map { self.pipe($0, now: now) },
            connections: self.plan.project.connections.map { self.connection($0, now: now) })
    }

    private func dataSource(_ definition: DataSourceDefinition, now: Timestamp) -> DataSource {
        switch self.plan.steps[definition.name] {
        case .keep(let old):
            let isSame = old.definition.text == definition.text && old.definition.file == definition.file
            return DataSource(
                id: old.id, definition: definition, table: old.table, createdAt: old.createdAt, updatedAt: isSame ? old.updatedAt : now)
        case .create(let predecessor), .move(let predecessor, _):
            return DataSource(
                id: predecessor?.id ?? .make(), definition: definition, table: Self.uniqueName(definition.name),
                createdAt: predecessor?.createdAt ?? now, updatedAt: now)
        case nil: preconditionFailure("a plan has a step for every data source")
        }
    }

    private func pipe(_ definition: PipeDefinition, now: Timestamp) -> Pipe {
        let old = self.live.pipes[self.plan.renamed[definition.name] ?? definition.name]
        let isSame = old.map { $0.definition.text == definition.text && $0.definition.file == definition.file } ?? false
        let isNewView = self.plan.newViews.contains(definition.name)
        let view = definition.kind != .materialized ? nil : isNewView ? Self.uniqueName(definition.name) : old?.view
        return Pipe(
            id: old?.id ?? .make(), definition: definition, view: view, createdAt: old?.createdAt ?? now,
            updatedAt: isSame ? old?.updatedAt ?? now : now)
    }

    private func connection(_ definition: ConnectionDefinition, now: Timestamp) -> Connection {
        let old = self.live.connections[definition.name]
        return Connection(
            id: old?.id ?? .make(), definition: definition, createdAt: old?.createdAt ?? now,
            updatedAt: old?.definition.text == definition.text ? old?.updatedAt ?? now : now)
    }

    /// A name that no table ever had, readable in the engine's log.
    private static func uniqueName(_ name: String) -> String { "\(name)_\(RandomID.make().prefix(8))" }
}
