// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Workspaces

/// The pipes that would mean nothing without a data source.
package struct DataSourceDependents: Sendable, Hashable {
    /// The materialized ones that read or fill it, directly or through each other, by name.
    package let views: [String]
    /// All others that read it or one of the views, or copy into it, by name.
    package let pipes: [String]

    package var names: [String] { (self.views + self.pipes).sorted() }

    init(on dataSource: DataSource, in project: Project, graph: ProjectGraph) {
        let views = Set(project.pipes.filter { $0.kind == .materialized }.map(\.name))
        let filling = project.pipes.filter { $0.nodes.contains { $0.targetDataSource == dataSource.name } }.map(\.name)
        var gone: Set<String> = [dataSource.name]
        var dependents: Set<String> = []
        var count = -1
        while count < gone.count {
            count = gone.count
            dependents = graph.pipes { name in
                let resource = project.dataSource(name)?.name ?? project.pipe(name)?.name ?? name
                return gone.contains(resource) || name == dataSource.quarantineName
            }.union(filling)
            gone.formUnion(dependents.intersection(views))
        }
        self.views = dependents.intersection(views).sorted()
        self.pipes = dependents.subtracting(views).sorted()
    }
}
