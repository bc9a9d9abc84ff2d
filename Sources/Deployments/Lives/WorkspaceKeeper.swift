// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
internal import FoundationEssentials
package import Ingestion
package import Jobs
package import Logging
internal import MartletCore
package import Workspaces

/// The door for workspaces that come and go: branches are made, workspaces are deleted with all they have.
///
/// A workspace is deleted in two steps. One transaction takes it from the catalog, and nobody sees it any more; then its logs and its
/// database are removed. If the server ends in between, or the engine is away, ``run()`` removes what is left.
package struct WorkspaceKeeper: Sendable {
    let catalog: WorkspaceCatalog
    let engine: EngineClient
    let flows: DataSourceFlows
    let jobs: JobService
    let deployments: DeploymentService
    let logger: Logger

    package init(
        catalog: WorkspaceCatalog, engine: EngineClient, flows: DataSourceFlows, jobs: JobService, deployments: DeploymentService,
        logger: Logger
    ) {
        self.catalog = catalog
        self.engine = engine
        self.flows = flows
        self.jobs = jobs
        self.deployments = deployments
        self.logger = logger
    }

    /// Deletes a workspace and its branches.
    package func delete(_ workspace: WorkspaceID) async throws {
        for branch in self.catalog.branches(of: workspace) { try await self.endJobs(of: branch.id) }
        try await self.endJobs(of: workspace)
        // No deployment publishes what is about to go, and no batch is on its way to it.
        let deleted = try await self.flows.holdBack(workspace) { try await self.catalog.deleteWorkspace(workspace) }
        for remains in deleted {
            do { try await self.remove(remains) } catch {
                self.logger.warning(
                    "what is left of a workspace will be removed later", metadata: ["workspace": "\(remains.id)", "error": "\(error)"])
            }
        }
    }

    /// Deletes workspaces whose life is over, and removes what deleted ones have left, until the task is cancelled.
    package func run() async {
        while (try? await Task.sleep(for: Self.interval)) != nil {
            do {
                let now = Timestamp.now()
                for workspace in self.catalog.workspaces {
                    guard let end = workspace.life.expiresAt, end <= now else { continue }
                    try await self.delete(workspace.id)
                    self.logger.info("a branch has come to its end", metadata: ["name": "\(workspace.name)"])
                }
                for remains in try await self.catalog.deletedWorkspaces() { try await self.remove(remains) }
            } catch {
                self.logger.debug("deleted workspaces wait", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Each step can be repeated.
    private func remove(_ remains: DeletedWorkspace) async throws {
        try await self.flows.forget(remains.id)
        try await EngineTables(engine: self.engine, database: remains.database).dropDatabase()
        try await self.catalog.forget(remains)
    }

    /// Cancels the jobs of a workspace and waits until they have ended, but not for long: their results go with it.
    private func endJobs(of workspace: WorkspaceID) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            let open = try await self.jobs.jobs(of: workspace) { !$0.status.isEnd }
            guard !open.isEmpty else { return }
            for job in open where job.isCancellable { _ = try? await self.jobs.cancel(job.id, of: workspace) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static let interval = Duration.seconds(1)
    private static let patience = Duration.seconds(10)
}
