// Part of Martlet. Apache License 2.0; see LICENSE.

package import Datafiles
package import MartletCore
package import Workspaces

/// What a deployment will do, known before it does anything.
package struct DeploymentPlan: Sendable {
    /// What happens to one data source.
    package enum DataSourceStep: Sendable {
        case keep(DataSource)
        /// The table stays; these alterations, possibly none, bring it up to date.
        case change(DataSource, alterations: [TableAlteration])
        /// A new table, which `predecessor` hands its name to if there is one.
        case create(predecessor: DataSource?)
    }

    package var project: Project
    /// The live names of data sources and pipes that go on under new names, by these.
    var renamed: [String: String] = [:]
    package var steps: [String: DataSourceStep] = [:]
    package var newDataSources: [String] = []
    package var changedDataSources: [String] = []
    package var deletedDataSources: [String] = []
    package var newPipes: [String] = []
    package var changedPipes: [String] = []
    package var deletedPipes: [String] = []
    package var newConnections: [String] = []
    package var changedConnections: [String] = []
    package var deletedConnections: [String] = []
    /// Materialized pipes whose view is made anew, with the target it fills.
    package var rebuiltViews: [String] = []
    package var findings: [Diagnostic] = []

    package init(project: Project) { self.project = project }

    /// The pipes that change, or read what changes, directly or through others.
    func touchedPipes(in graph: ProjectGraph) -> Set<String> {
        let dataSources = self.newDataSources + self.changedDataSources + self.deletedDataSources
        var found = Set(self.newPipes + self.changedPipes + self.rebuiltViews)
        // Who reads a resource may write its name with another version, or mean its quarantine.
        var touched = Set((dataSources + self.deletedPipes + found).map(Self.base))
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
    package var isEmpty: Bool {
        [
            self.newDataSources, self.changedDataSources, self.deletedDataSources, self.newPipes, self.changedPipes, self.deletedPipes,
            self.newConnections, self.changedConnections, self.deletedConnections,
        ].allSatisfy(\.isEmpty)
    }
}
