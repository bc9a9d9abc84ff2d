// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization
internal import Workspaces

/// The memories of the workspaces that were changed lately.
final class ProjectMemories: Sendable {
    private let known = Mutex<[WorkspaceID: ProjectMemory]>([:])

    /// Runs `check` with what is known of a workspace's last project, and keeps what it leaves.
    func recall<Result>(_ workspace: WorkspaceID, secretNames: Set<String>?, _ check: (inout ProjectMemory) -> Result) -> Result {
        var memory = ProjectMemory(secretNames: secretNames)
        if let known = self.known.withLock({ $0[workspace] }), known.secretNames == secretNames { memory = known }
        let result = check(&memory)
        self.known.withLock { all in
            if all[workspace] == nil, all.count >= DeploymentLimits.rememberedProjects { all = [:] }
            all[workspace] = memory
        }
        return result
    }
}
