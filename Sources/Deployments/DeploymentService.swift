// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
package import Datafiles
package import Ingestion
package import Logging
internal import MartletCore
package import Queries
package import Workspaces

/// The door of the change room: a folder of datafiles becomes what a workspace serves, or nothing changes at all.
///
/// A deployment is *staged* beside the live one, with the gate of the workspace's rows closed for as long as that takes; *filled* with
/// the rows from before while everything goes on; *promoted* by one transaction; and the one it replaces *retired* when nobody can be
/// reading it any more.
package struct DeploymentService: Sendable {
    let catalog: WorkspaceCatalog
    let workspaces: CompiledWorkspaces
    let engine: EngineClient
    let flows: DataSourceFlows
    let runs = DeploymentRuns()
    private let memories = ProjectMemories()
    let grace: Duration
    /// What was staged before is that of a server that has ended.
    let startedAt = Timestamp.now()
    let logger: Logger

    /// - Parameters:
    ///   - engine: One that waits for as long as rows take to be carried.
    ///   - grace: How long the tables of a replaced deployment stay, for queries under way and for rows that were decoded for them; to be
    ///     longer than either takes.
    package init(
        catalog: WorkspaceCatalog, workspaces: CompiledWorkspaces, engine: EngineClient, flows: DataSourceFlows,
        grace: Duration = .seconds(60), logger: Logger
    ) {
        self.grace = grace
        self.catalog = catalog
        self.workspaces = workspaces
        self.engine = engine
        self.flows = flows
        self.logger = logger
        let service = self
        flows.onFailedView { workspace, reason in await service.noteFailedView(in: workspace, because: reason) }
    }

    /// What a caller may ask of a deployment.
    package struct Options: Sendable {
        /// Plan and check only.
        package var checksOnly = false
        /// Data sources that are missing from the project may be dropped with their rows.
        package var allowsDestruction = false
        /// Rows that fit their data source no more may be given up.
        package var discardsMisfits = false
        /// Views that change go on filling the tables that they filled, which keep their rows; nothing is filled with rows from before.
        package var keepsTargets = false
        /// Whether it goes live as soon as it has all rows; otherwise when somebody promotes it.
        package var promotesItself = true

        package init() {}
    }

    /// Deploys a project, to the end. Mistakes in it are findings of a failed outcome; what is thrown is our own or the engine's failure.
    package func deploy(_ files: [ProjectFile], to workspace: WorkspaceID, options: Options = Options()) async throws -> DeploymentOutcome {
        try await self.begin(files, to: workspace, options: options).end()
    }

    /// Deploys a project; returns when it is staged.
    package func begin(_ files: [ProjectFile], to workspace: WorkspaceID, options: Options = Options()) async throws -> DeploymentRun {
        let read = try await self.read(files, for: workspace)
        guard !read.findings.hasErrors else {
            return DeploymentRun(Self.refusal(of: read, live: try self.catalog.snapshot(of: workspace)))
        }
        return try await self.stage(in: workspace, options: options) { (read, [:]) }
    }

    /// Deploys what `edit` makes of the live project, to the end. Nothing else is deployed between what it sees and what comes of it.
    func change(
        _ workspace: WorkspaceID, options: Options = Options(), _ edit: @Sendable (LiveProject) throws -> ProjectChange
    ) async throws -> DeploymentOutcome {
        try await self.begin(workspace, options: options, edit).end()
    }

    /// The same; returns when it is staged.
    func begin(
        _ workspace: WorkspaceID, options: Options, _ edit: @Sendable (LiveProject) throws -> ProjectChange
    ) async throws -> DeploymentRun {
        try await self.stage(in: workspace, options: options) {
            let change = try edit(try self.live(workspace))
            return (try await self.read(change.files, for: workspace), change.renamed)
        }
    }

    // MARK: Reading

    static func refusal(of read: CheckedProject, live: WorkspaceSnapshot) -> DeploymentOutcome {
        DeploymentOutcome(
            result: .failed, number: live.deployment, deployment: nil, plan: DeploymentPlan(project: read.project),
            diagnostics: read.findings)
    }

    /// Reads a project, with the targets that its materialized nodes describe themselves.
    private func read(_ files: [ProjectFile], for workspace: WorkspaceID) async throws -> CheckedProject {
        var read = self.check(files, for: workspace)
        let implicit = ImplicitTargets(read.project)
        guard !read.findings.hasErrors, !implicit.names.isEmpty else { return read }
        do {
            return self.check(files + (try await implicit.datafiles(askedOf: self.engine)), for: workspace)
        } catch let failure as BuildFailure {
            read.findings.append(failure.diagnostic)
            return read
        }
    }

    private func check(_ files: [ProjectFile], for workspace: WorkspaceID) -> CheckedProject {
        self.memories.recall(workspace, secretNames: self.catalog.secretNames(of: workspace)) { CheckedProject(files, knowing: &$0) }
    }

    /// The project that a workspace serves now.
    func live(_ workspace: WorkspaceID) throws -> LiveProject {
        LiveProject(try self.catalog.snapshot(of: workspace)) { self.check($0, for: workspace) }
    }

    func tables(of snapshot: WorkspaceSnapshot) -> EngineTables {
        EngineTables(
            engine: self.engine, database: snapshot.workspace.database, suspendsTTL: snapshot.workspace.life.isForDevelopment)
    }
}

extension WorkspaceSnapshot {
    /// Every table and view of this deployment, by the engine's names.
    var engineNames: Set<String> {
        Set(self.dataSources.values.flatMap { [$0.table, $0.quarantineTable] } + self.pipes.values.compactMap(\.view))
    }
}
