// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles

/// Everything a workspace serves at one moment: one deployment, immutable.
///
/// Requests take a snapshot once and use it to their end, so a promotion never shows half of two deployments.
package struct WorkspaceSnapshot: Sendable {
    package let workspace: Workspace
    /// Counts the deployments of the workspace; 0 before the first.
    package let deployment: Int
    package let dataSources: [String: DataSource]
    package let pipes: [String: Pipe]
    package let connections: [String: Connection]

    package init(
        workspace: Workspace, deployment: Int, dataSources: [DataSource], pipes: [Pipe], connections: [Connection] = []
    ) {
        self.workspace = workspace
        self.deployment = deployment
        self.dataSources = Dictionary(dataSources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.pipes = Dictionary(pipes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.connections = Dictionary(connections.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The data source of this name, whatever version either has, or id.
    package func dataSource(_ nameOrID: String) -> DataSource? {
        self.dataSource(named: nameOrID) ?? self.dataSources.values.first { $0.id.text == nameOrID }
    }

    /// The pipe of this name, whatever version either has, or id.
    package func pipe(_ nameOrID: String) -> Pipe? {
        self.pipe(named: nameOrID) ?? self.pipes.values.first { $0.id.text == nameOrID }
    }

    /// The data source that a query means by this name.
    package func dataSource(named name: String) -> DataSource? {
        self.dataSources[name] ?? ResourceName.match(name, among: self.dataSources.keys).flatMap { self.dataSources[$0] }
    }

    /// The pipe that a query means by this name.
    package func pipe(named name: String) -> Pipe? {
        self.pipes[name] ?? ResourceName.match(name, among: self.pipes.keys).flatMap { self.pipes[$0] }
    }
}
