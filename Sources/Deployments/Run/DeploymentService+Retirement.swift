// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Ingestion
internal import Logging
internal import MartletCore
package import Workspaces

/// What becomes of tables that are served no more, and of deployments that the server did not finish.
extension DeploymentService {
    /// Drops the tables of a replaced deployment when its last queries and rows must be through.
    func retireLater(_ number: Int, of workspace: WorkspaceID) {
        self.runs.start {
            repeat {
                try await Task.sleep(for: max(self.grace, DeploymentLimits.pauseOfRetirement))
            } while try await !self.retire(number, of: workspace)
        }
    }

    /// False if there is still something on its way.
    private func retire(_ number: Int, of workspace: WorkspaceID) async throws -> Bool {
        do {
            // Deployments go in their order: late rows of an older one pass through the tables of the next.
            let ending = self.catalog.deployments(of: workspace).filter { $0.status == .deleting }
            guard ending.first?.number == number, var deployment = ending.first else { return ending.isEmpty }
            let copies = try await self.catalog.stagedCopies()
            guard !copies.contains(where: { deployment.routes.bridged.contains($0.target) }) else { return false }
            let tables = self.tables(of: try self.catalog.snapshot(of: workspace))
            let names = deployment.tables
            deployment.status = .deleted
            deployment.tables = []
            let (ended, moment) = (deployment, deployment.endedAt ?? deployment.createdAt)
            try await self.flows.holdBack(workspace) {
                guard self.flows.hasNoRows(of: workspace, from: moment) else {
                    throw RequestError(.unavailable, "late rows")
                }
                try await tables.drop(views: names)
                try await self.catalog.save(ended, of: workspace)
            }
            try await tables.drop(names)
            return true
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            self.logger.debug("a deployment is not retired yet", metadata: ["deployment": "\(number)", "reason": "\(error)"])
            return false
        }
    }

    /// Goes on where the server was stopped: undoes what it had not finished, drops every table and view that the catalog does not know,
    /// brings the tables of an older version up to date, promotes what was about to go live.
    package func recover(_ workspace: WorkspaceID) async throws {
        let discarded = self.catalog.deployments(of: workspace).filter { [.failed, .deleted].contains($0.status) }
        // Rows that these refuse are inside the gate.
        try await self.tables(of: try self.catalog.snapshot(of: workspace)).drop(views: Set(discarded.flatMap(\.tables)))
        // Somebody may deploy already.
        let candidate = try await self.flows.holdBack(workspace) {
            let snapshot = try self.catalog.snapshot(of: workspace)
            let tables = self.tables(of: snapshot)
            try await tables.createDatabase()
            try await self.undoUnfinished(of: workspace, present: try await tables.names())
            try await tables.drop(try await tables.names().subtracting(try await self.keptTables(of: snapshot)))
            try await tables.completeSettings(of: snapshot.engineNames)
            return self.catalog.candidate(of: workspace).map(\.deployment).flatMap { $0.createdAt < self.startedAt ? $0 : nil }
        }
        for deployment in self.catalog.deployments(of: workspace) where deployment.status == .deleting {
            self.retireLater(deployment.number, of: workspace)
        }
        if let candidate, candidate.promotesItself { _ = try await self.promote(candidate.number, of: workspace) }
    }

    /// All tables and views that somebody needs: the live deployment, the one beside it, those that end, and jobs.
    private func keptTables(of snapshot: WorkspaceSnapshot) async throws -> Set<String> {
        let workspace = snapshot.workspace.id
        let replays = try await self.catalog.unfinishedReplays().filter { $0.workspace == workspace }
        let copies = try await self.catalog.stagedCopies().filter { $0.workspace == workspace }
        let ending = self.catalog.deployments(of: workspace).filter { $0.status == .deleting }
        let candidate = self.catalog.candidate(of: workspace)
        return snapshot.engineNames.union(replays.flatMap { [$0.table, $0.restTable] }).union(copies.map(\.table))
            .union(ending.flatMap(\.tables)).union(candidate?.snapshot.engineNames ?? []).union(candidate?.deployment.tables ?? [])
    }

    /// A deployment that had not all its rows has lost its place in them, and one that was being discarded its views.
    private func undoUnfinished(of workspace: WorkspaceID, present: Set<String>) async throws {
        guard let candidate = self.catalog.candidate(of: workspace), candidate.deployment.createdAt < self.startedAt else { return }
        var deployment = candidate.deployment
        let bridges = candidate.snapshot.dataSources.values.map(\.bridge).filter { deployment.tables.contains($0) }
        let hasBridges = deployment.routes.bridged.count <= bridges.filter { present.contains($0) }.count
        guard deployment.status != .dataReady || !hasBridges || !candidate.snapshot.engineNames.isSubset(of: present) else { return }
        deployment.status = .failed
        deployment.tables = []
        deployment.endedAt = .now()
        deployment.feedback.append(
            Deployment.Feedback(resource: "", level: "ERROR", message: "the server stopped before it was finished; deploy again"))
        try await self.catalog.save(deployment, of: workspace)
        self.logger.warning("an unfinished deployment is undone", metadata: ["deployment": "\(deployment.number)"])
    }

    /// Ends the work that goes on in the background.
    package func stop() async { await self.runs.stop() }
}
