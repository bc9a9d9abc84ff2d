// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
package import Datafiles
package import Ingestion
internal import MartletCore
internal import Queries
package import Workspaces

/// The door of the change room: a folder of datafiles becomes what a workspace serves, or nothing changes at all.
package struct DeploymentService: Sendable {
    let catalog: WorkspaceCatalog
    let engine: EngineClient
    let flows: DataSourceFlows

    package init(catalog: WorkspaceCatalog, engine: EngineClient, flows: DataSourceFlows) {
        self.catalog = catalog
        self.engine = engine
        self.flows = flows
    }

    /// What a caller may ask of a deployment.
    package struct Options: Sendable {
        /// Plan and check only.
        package var checksOnly = false
        /// Data sources that are missing from the project may be dropped with their rows.
        package var allowsDestruction = false

        package init() {}
    }

    /// Deploys a project. Mistakes in it are findings of a failed outcome; what is thrown is our own or the engine's failure.
    package func deploy(_ files: [ProjectFile], to workspace: WorkspaceID, options: Options = Options()) async throws -> DeploymentOutcome {
        let read = try await self.read(files, for: workspace)
        guard !read.findings.hasErrors else {
            return Self.refusal(of: read, live: try self.catalog.snapshot(of: workspace))
        }
        let outcome = try await self.flows.holdBack(workspace) {
            try await self.apply(read, to: workspace, options: options)
        }
        try await self.flows.retire(from: workspace)
        return outcome
    }

    /// Deploys what `edit` makes of the live project. Nothing else is deployed between what it sees and what comes of it.
    func change(
        _ workspace: WorkspaceID, options: Options = Options(), _ edit: @Sendable (LiveProject) throws -> ProjectChange
    ) async throws -> DeploymentOutcome {
        let outcome = try await self.flows.holdBack(workspace) {
            let change = try edit(LiveProject(try self.catalog.snapshot(of: workspace)))
            return try await self.apply(
                try await self.read(change.files, for: workspace), renamed: change.renamed, to: workspace, options: options)
        }
        try await self.flows.retire(from: workspace)
        return outcome
    }

    /// A project that was read and checked.
    struct CheckedProject {
        let project: Project
        let graph: ProjectGraph
        let findings: [Diagnostic]
    }

    private static func refusal(of read: CheckedProject, live: WorkspaceSnapshot) -> DeploymentOutcome {
        DeploymentOutcome(
            result: .failed, deployment: live.deployment, plan: DeploymentPlan(project: read.project), diagnostics: read.findings)
    }

    /// Reads a project, with the targets that its materialized nodes describe themselves.
    private func read(_ files: [ProjectFile], for workspace: WorkspaceID) async throws -> CheckedProject {
        let secrets = self.catalog.secretNames(of: workspace)
        let read = Self.check(files, secretNames: secrets)
        let implicit = ImplicitTargets(read.project)
        guard !read.findings.hasErrors, !implicit.names.isEmpty else { return read }
        do {
            return Self.check(files + (try await implicit.datafiles(askedOf: self.engine)), secretNames: secrets)
        } catch let failure as BuildFailure {
            return CheckedProject(project: read.project, graph: read.graph, findings: read.findings + [failure.diagnostic])
        }
    }

    /// `secretNames` are the secrets that the workspace has; nil where nobody knows.
    static func check(_ files: [ProjectFile], secretNames: Set<String>? = nil) -> CheckedProject {
        let (project, parseFindings) = Project.parse(files, secretNames: secretNames)
        let (graph, checkFindings) = ProjectCheck(project, secretNames: secretNames).run()
        return CheckedProject(project: project, graph: graph, findings: parseFindings + checkFindings)
    }

    /// Drops what an interrupted deployment left in the engine, every table and view that the catalog does not know, and
    /// brings the tables of an older version up to date.
    package func sweep(_ workspace: WorkspaceID) async throws {
        let snapshot = try self.catalog.snapshot(of: workspace)
        let tables = EngineTables(engine: self.engine, database: snapshot.workspace.database)
        try await tables.createDatabase()
        let replays = try await self.catalog.unfinishedReplays().filter { $0.workspace == workspace }
        let copies = try await self.catalog.stagedCopies().filter { $0.workspace == workspace }
        let kept = snapshot.engineNames.union(replays.flatMap { [$0.table, $0.restTable] }).union(copies.map(\.table))
        try await tables.drop(try await tables.names().subtracting(kept))
        try await tables.completeSettings(of: snapshot.engineNames)
    }

    private func apply(
        _ read: CheckedProject, renamed: [String: String] = [:], to workspace: WorkspaceID, options: Options
    ) async throws -> DeploymentOutcome {
        let live = try self.catalog.snapshot(of: workspace)
        guard !read.findings.hasErrors else { return Self.refusal(of: read, live: live) }
        let tables = EngineTables(engine: self.engine, database: live.workspace.database)
        let planner = DeploymentPlanner(
            snapshot: live, emptyDataSources: try await tables.emptyDataSources(of: live), allowsDestruction: options.allowsDestruction,
            renamed: renamed)
        let plan = planner.plan(read.project, graph: read.graph)
        let findings = read.findings + plan.findings
        let outcome = { (result: DeploymentOutcome.Result, deployment: Int, findings: [Diagnostic]) in
            DeploymentOutcome(result: result, deployment: deployment, plan: plan, diagnostics: findings)
        }
        guard !findings.hasErrors else { return outcome(.failed, live.deployment, findings) }
        guard !plan.isEmpty else {
            if !options.checksOnly { try await self.catalog.restoreDeclaredTokens(of: workspace) }
            return outcome(.noChanges, live.deployment, findings)
        }

        let builder = DeploymentBuilder(plan: plan, live: live, tables: tables)
        do {
            try await builder.create()
            let engineFindings = try await EngineCheck(engine: self.engine, snapshot: builder.snapshot).run(
                of: plan.touchedPipes(in: read.graph))
            guard !engineFindings.hasErrors, !options.checksOnly else {
                try await builder.discard()
                return outcome(engineFindings.hasErrors ? .failed : .success, live.deployment, findings + engineFindings)
            }
            try await builder.backfill()
            try await builder.moveQuarantines()
            try await builder.changeKeptTables()
        } catch let error as BuildFailure {
            try await builder.discard()
            return outcome(.failed, live.deployment, findings + [error.diagnostic])
        } catch {
            // The engine may be gone; what is left is swept at the next start.
            try? await builder.discard()
            throw error
        }
        try await self.catalog.publish(builder.snapshot)
        try await tables.drop(live.engineNames.subtracting(builder.snapshot.engineNames))
        return outcome(.success, builder.snapshot.deployment, findings)
    }
}

extension WorkspaceSnapshot {
    /// Every table and view of this deployment, by the engine's names.
    var engineNames: Set<String> {
        Set(self.dataSources.values.flatMap { [$0.table, $0.quarantineTable] } + self.pipes.values.compactMap(\.view))
    }
}
