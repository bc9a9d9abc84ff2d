// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Synchronization
package import Workspaces

/// The compiled form of each workspace's live deployment, made at the first request after a promotion.
package final class CompiledWorkspaces: Sendable {
    private let catalog: WorkspaceCatalog
    private let compiled = Mutex<[WorkspaceID: CompiledWorkspace]>([:])
    private let candidates = Mutex<[WorkspaceID: CompiledWorkspace]>([:])

    package init(catalog: WorkspaceCatalog) { self.catalog = catalog }

    package func live(_ workspace: WorkspaceID) throws -> CompiledWorkspace {
        let snapshot = try self.catalog.snapshot(of: workspace)
        let known = self.compiled.withLock { $0[workspace] }
        var current: CompiledWorkspace
        if let known, known.snapshot.deployment == snapshot.deployment {
            current = known
        } else {
            current = try CompiledWorkspace(snapshot, knowing: known)
            self.compiled.withLock { [current] in $0[workspace] = current }
        }
        current.secrets = self.catalog.secretValues(of: workspace)
        return current
    }

    /// The deployment that a caller asks for; nil stands for the live one.
    package func workspace(_ workspace: WorkspaceID, _ choice: DeploymentChoice?) throws -> CompiledWorkspace {
        guard let choice else { return try self.live(workspace) }
        let live = try self.live(workspace)
        if choice == .number(live.snapshot.deployment) { return live }
        guard let candidate = self.catalog.candidate(of: workspace), [.staging, .number(candidate.deployment.number)].contains(choice)
        else {
            throw RequestError(.notFound, "\(choice) does not exist")
        }
        if let compiled = self.candidates.withLock({ $0[workspace] }), compiled.snapshot.deployment == candidate.deployment.number {
            return compiled
        }
        let compiled = try CompiledWorkspace(candidate.snapshot, knowing: live)
        self.candidates.withLock { $0[workspace] = compiled }
        return compiled
    }
}
