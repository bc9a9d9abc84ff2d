// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Deployments
internal import ServiceLifecycle

/// Lets workspaces come to their end as long as the server runs.
struct KeptWorkspaces: Service {
    let keeper: WorkspaceKeeper

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.keeper.run() }
    }
}
