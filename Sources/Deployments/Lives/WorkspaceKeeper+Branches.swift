// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import FoundationEssentials
internal import Ingestion
internal import Jobs
internal import MartletCore
package import Workspaces

/// Copies of a workspace, to try a change on.
extension WorkspaceKeeper {
    /// Makes a branch: it is there at once, with tokens of its own; a job, of the workspace it is a branch of, deploys its resources and
    /// gives it rows. A branch that cannot be made is deleted again.
    package func makeBranch(
        _ request: BranchRequest, of main: WorkspaceID, ownerEmail: String, jobID: String
    ) async throws -> (branch: Workspace, job: Job) {
        try self.requireMain(main)
        let life = WorkspaceLife(
            main: main,
            expiresAt: request.lifeSeconds.map { Timestamp(Date(timeIntervalSinceNow: Double(min($0, WorkspaceLimits.lifeSeconds)))) })
        let branch = try await self.catalog.createWorkspace(named: request.name, ownerEmail: ownerEmail, life: life)
        do {
            let job = try await self.jobs.enqueue(self.job(jobID, .branching, branch, of: main, rows: request.rows)) { running in
                do {
                    try await self.deploy(main, to: branch.id)
                    try running.checkCancellation()
                    try await self.attach(request.rows, of: main, to: branch.id, besides: request.ignoredDataSources)
                } catch {
                    // Also if this task is cancelled.
                    await Task { try? await self.delete(branch.id) }.value
                    throw error
                }
            }
            return (branch, job)
        } catch {
            try? await self.delete(branch.id)
            throw error
        }
    }

    /// Gives a branch rows anew: partitions that it has are replaced.
    package func fillBranch(
        _ branch: Workspace, with rows: BranchRequest.Rows, besides ignored: Set<String>, jobID: String
    ) async throws -> Job {
        guard let main = branch.life.main else {
            throw RequestError(.invalidRequest, "workspace \"\(branch.name)\" is no branch")
        }
        return try await self.jobs.enqueue(self.job(jobID, .branchFilling, branch, of: main, rows: rows)) { _ in
            try await self.attach(rows, of: main, to: branch.id, besides: ignored)
        }
    }

    private func requireMain(_ workspace: WorkspaceID) throws {
        guard try self.catalog.snapshot(of: workspace).workspace.life.main == nil else {
            throw RequestError(.invalidRequest, "a branch has no branches: make one of its workspace")
        }
    }

    private func job(_ id: String, _ kind: Job.Kind, _ branch: Workspace, of main: WorkspaceID, rows: BranchRequest.Rows) -> Job {
        Job(
            id: id, workspace: main, kind: kind, target: Job.Target(id: ResourceID(branch.id.text), name: branch.name),
            parameters: ["branch_workspace": branch.id.text, "mode": rows.rawValue],
            interruption: "the server stopped while branch \"\(branch.name)\" was made; delete it and make it again")
    }

    private func deploy(_ main: WorkspaceID, to branch: WorkspaceID) async throws {
        let files = try self.deployments.live(main).files()
        guard !files.isEmpty else { return }
        let outcome = try await self.deployments.deploy(files, to: branch)
        guard outcome.result != .failed else {
            let findings = outcome.diagnostics.filter { $0.severity == .error }.map(\.description)
            throw RequestError(.conflict, "the branch cannot be built: \(findings.joined(separator: "; "))")
        }
    }

    /// Shares the parts of tables as they are now: nothing is copied until either side changes it.
    private func attach(
        _ rows: BranchRequest.Rows, of main: WorkspaceID, to branch: WorkspaceID, besides ignored: Set<String>
    ) async throws {
        guard rows != .none else { return }
        // No batch is half in one table and not yet in its views, and neither side's tables change.
        try await self.flows.holdBack(main) {
            try await self.flows.holdBack(branch) {
                let source = try self.catalog.snapshot(of: main)
                let target = try self.catalog.snapshot(of: branch)
                let tables = EngineTables(engine: self.engine, database: target.workspace.database)
                for dataSource in source.dataSources.values.sorted(by: { $0.name < $1.name }) {
                    guard !ignored.contains(dataSource.name), let copy = target.dataSources[dataSource.name] else { continue }
                    do {
                        try await tables.share(rows, of: dataSource, in: source.workspace.database, with: copy)
                    } catch let error as EngineError {
                        guard case .exception = error else { throw error }
                        throw RequestError(
                            .conflict,
                            "data source \"\(dataSource.name)\" of the branch cannot take these rows: it has changed since it was made")
                    }
                }
            }
        }
    }
}
