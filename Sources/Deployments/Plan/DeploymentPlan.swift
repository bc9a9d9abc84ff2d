// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles
package import MartletCore
package import Workspaces

/// What a deployment would do, resource by resource. Names are sorted.
package struct DeploymentPlan: Sendable {
    /// What becomes of the table of a data source.
    enum DataSourceStep: Sendable {
        /// The table stays as it is.
        case keep(DataSource)
        /// A new table without rows, which `predecessor` hands its name to if there is one.
        case create(predecessor: DataSource?)
        /// A new table with rows from before.
        case move(from: DataSource?, RowMove)

        var isKept: Bool { if case .keep = self { true } else { false } }
    }

    package var project: Project
    /// The live names of data sources and pipes that go on under new names, by these.
    var renamed: [String: String] = [:]
    var steps: [String: DataSourceStep] = [:]
    package var changes = ProjectChanges()
    /// Materialized pipes whose view is made anew.
    var newViews: [String] = []
    package var findings: [Diagnostic] = []

    package init(project: Project) { self.project = project }

    /// The pipes that change, or read what changes, directly or through others.
    func touchedPipes(in graph: ProjectGraph) -> Set<String> {
        let dataSources = self.changes.newDataSources + self.changes.changedDataSources + self.changes.deletedDataSources
        var found = Set(self.changes.newPipes + self.changes.changedPipes + self.newViews)
        // Who reads a resource may write its name with another version, or mean its quarantine.
        var touched = Set((dataSources + self.changes.deletedPipes + found).map(Self.base))
        var count = -1
        while count < found.count {
            count = found.count
            found.formUnion(graph.pipes { touched.contains(Self.base(of: $0)) })
            touched.formUnion(found.map(Self.base))
        }
        return found
    }

    private static func base(of name: String) -> String {
        let name = name.hasSuffix("_quarantine") ? String(name.dropLast("_quarantine".count)) : name
        return ResourceName.unversioned(name)?.name ?? name
    }

    /// Whether the workspace already serves this project.
    package var isEmpty: Bool { self.changes.isEmpty }

    /// Whether all of it is done in a moment, however many rows there are.
    var isInstant: Bool {
        self.steps.values.allSatisfy { if case .move(_, let move) = $0 { move.isInstant } else { true } }
    }

    /// The rows that are carried, by data source.
    package var movements: [Deployment.Movement] {
        self.steps.sorted { $0.key < $1.key }.compactMap { name, step in
            guard case .move(_, let move) = step else { return nil }
            let pipes = if case .views(let pipes) = move { pipes } else { [String]() }
            return Deployment.Movement(dataSource: name, kind: move.kind, pipes: pipes)
        }
    }
}
