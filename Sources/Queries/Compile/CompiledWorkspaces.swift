// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization
package import Workspaces

/// The compiled form of each workspace's live deployment, made at the first request after a promotion.
package final class CompiledWorkspaces: Sendable {
    private let catalog: WorkspaceCatalog
    private let compiled = Mutex<[WorkspaceID: CompiledWorkspace]>([:])

    package init(catalog: WorkspaceCatalog) { self.catalog = catalog }

    package func live(_ workspace: WorkspaceID) throws -> CompiledWorkspace {
        let snapshot = try self.catalog.snapshot(of: workspace)
        var compiled = self.compiled.withLock { $0[workspace] }
        if compiled?.snapshot.deployment != snapshot.deployment { compiled = nil }
        var current = try compiled ?? CompiledWorkspace(snapshot)
        if compiled == nil { self.compiled.withLock { [current] in $0[workspace] = current } }
        current.secrets = self.catalog.secretValues(of: workspace)
        return current
    }
}
