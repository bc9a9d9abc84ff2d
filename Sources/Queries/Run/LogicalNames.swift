// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// Puts the names that a workspace's users know in the place of the engine's.
package struct LogicalNames: Sendable {
    private let replacements: [(physical: String, logical: String)]

    package init(_ snapshot: WorkspaceSnapshot) {
        let database = snapshot.workspace.database
        let service = snapshot.workspace.serviceDatabase
        // Tables have names that nothing else has, and their quarantines begin with these.
        self.replacements =
            snapshot.dataSources.values.map { ($0.table, $0.name) } + [
                ("`\(database)`.", ""), ("\(database).", ""), ("`\(service)`.", "\(ServiceDataSources.database)."),
                ("\(service).", "\(ServiceDataSources.database)."),
            ]
    }

    package func applied(to text: String) -> String {
        var text = text
        for (physical, logical) in self.replacements { text.replace(physical, with: logical) }
        return text
    }
}
