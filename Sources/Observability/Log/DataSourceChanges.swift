// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Workspaces

/// Tells what deployments have done to data sources, by comparing what there is with what there was.
struct DataSourceChanges {
    private var known: [WorkspaceID: [String: DataSource]] = [:]

    /// Begins with what there is, which is no change.
    init(_ snapshots: [WorkspaceSnapshot]) {
        for snapshot in snapshots { self.known[snapshot.workspace.id] = snapshot.dataSourcesByID }
    }

    /// What has happened since the last look.
    mutating func operations(in snapshot: WorkspaceSnapshot) -> [OperationRecord] {
        let workspace = snapshot.workspace.id
        let (before, now) = (self.known[workspace] ?? [:], snapshot.dataSourcesByID)
        self.known[workspace] = now
        var operations: [OperationRecord] = []
        for (id, dataSource) in now {
            let subject = NamedResource(dataSource)
            guard let former = before[id] else {
                operations.append(OperationRecord(.create, of: subject, in: workspace))
                continue
            }
            if former.name != dataSource.name {
                var renaming = OperationRecord(.rename, of: subject, in: workspace)
                renaming.options = ["old_name": former.name, "new_name": dataSource.name]
                operations.append(renaming)
            }
            if former.table != dataSource.table || former.definition.text != dataSource.definition.text {
                operations.append(OperationRecord(.alter, of: subject, in: workspace))
            }
        }
        for (id, former) in before where now[id] == nil {
            operations.append(OperationRecord(.delete, of: NamedResource(former), in: workspace))
        }
        return operations.sorted { ($0.dataSource.name, $0.kind.rawValue) < ($1.dataSource.name, $1.kind.rawValue) }
    }

    mutating func forget(_ workspace: WorkspaceID) { self.known[workspace] = nil }
}

extension WorkspaceSnapshot {
    fileprivate var dataSourcesByID: [String: DataSource] {
        Dictionary(self.dataSources.values.map { ($0.id.text, $0) }) { first, _ in first }
    }
}
