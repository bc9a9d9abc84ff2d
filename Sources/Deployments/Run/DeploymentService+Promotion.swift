// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Ingestion
internal import Logging
internal import MartletCore
package import Workspaces

/// How a staged deployment ends: it goes live, or away.
extension DeploymentService {
    /// Makes the staged deployment the one that is served.
    package func promote(_ number: Int, of workspace: WorkspaceID) async throws -> Deployment {
        let promoted = try await self.flows.holdBack(workspace) {
            guard let (deployment, snapshot) = self.catalog.candidate(of: workspace), deployment.number == number else {
                throw RequestError(.notFound, "deployment \(number) does not wait to be promoted")
            }
            guard deployment.status == .dataReady else {
                throw RequestError(.conflict, "deployment \(number) has not all rows yet; try again", retryAfterSeconds: 5)
            }
            let live = try self.catalog.snapshot(of: workspace)
            return try await self.promote(deployment, serving: snapshot) {
                let tables = self.tables(of: live)
                for dataSource in snapshot.dataSources.values where deployment.routes.moved.contains(dataSource.id) {
                    guard let old = live.dataSource(dataSource.id.text) else { continue }
                    try await tables.copyQuarantine(of: old, to: dataSource)
                }
            }
        }
        try await self.flows.retire(from: workspace)
        return promoted
    }

    /// The last step, one transaction. The caller holds the gate.
    func promote(
        _ staged: Deployment, serving snapshot: WorkspaceSnapshot, isStaged: Bool = true, moving quarantines: () async throws -> Void
    ) async throws -> Deployment {
        let workspace = snapshot.workspace.id
        let live = try self.catalog.snapshot(of: workspace)
        try await quarantines()
        var (deployment, retired) = (staged, self.liveDeployment(live))
        (deployment.status, deployment.isLive, deployment.tables) = (.dataReady, true, [])
        (retired.status, retired.isLive) = (.deleting, false)
        // Rows that were decoded for a table of old go on through its bridge.
        retired.tables = live.engineNames.subtracting(snapshot.engineNames).union(staged.tables.subtracting(snapshot.engineNames))
        retired.routes = staged.routes
        retired.endedAt = .now()
        try await self.catalog.publish(
            snapshot, as: deployment, isStaged: isStaged, retiring: live.deployment > 0 ? retired : nil)
        CrashPoint.pass(.deploymentPublish)
        // What a pipe of old goes on to put into a table that stays would not belong there.
        let views = Set(snapshot.pipes.values.compactMap(\.view))
        let stopped = live.pipes.values.filter { pipe in
            let target = pipe.definition.resultNode?.targetDataSource.flatMap { live.dataSource(named: $0)?.table }
            return (pipe.view.map { !views.contains($0) } ?? false)
                && snapshot.dataSources.values.contains { $0.table == target }
        }
        do { try await self.tables(of: live).drop(Set(stopped.compactMap(\.view))) } catch {
            self.logger.error(
                "views of a replaced deployment are still there", metadata: ["workspace": "\(workspace)", "error": "\(error)"])
        }
        if live.deployment > 0 { self.retireLater(live.deployment, of: workspace) }
        self.logger.info("a deployment is live", metadata: ["workspace": "\(workspace)", "deployment": "\(deployment.number)"])
        return deployment
    }

    /// The record of what is live, also where it was deployed before there were records.
    package func liveDeployment(_ snapshot: WorkspaceSnapshot) -> Deployment {
        let known = self.catalog.deployments(of: snapshot.workspace.id).first { $0.number == snapshot.deployment }
        return known ?? Deployment(liveSinceBeforeRecords: snapshot)
    }

    /// All deployments that are known of, oldest first.
    package func deployments(of workspace: WorkspaceID) throws -> [Deployment] {
        let live = self.liveDeployment(try self.catalog.snapshot(of: workspace))
        let known = self.catalog.deployments(of: workspace)
        return live.number == 0 || known.contains { $0.number == live.number } ? known : [live] + known
    }

    /// What has become of a deployment, when it is done or a request has waited long enough.
    package func settled(_ outcome: DeploymentOutcome, in workspace: WorkspaceID) async throws -> Deployment {
        let deadline = ContinuousClock.now + DeploymentLimits.patienceOfRequests
        while true {
            let known = self.catalog.deployments(of: workspace).first { $0.number == outcome.deployment?.number }
            guard let deployment = known else { return self.liveDeployment(try self.catalog.snapshot(of: workspace)) }
            let isDone =
                deployment.status == .dataReady ? deployment.isLive || !deployment.promotesItself : deployment.status != .schemaReady
            guard !isDone, ContinuousClock.now < deadline else { return deployment }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Takes the staged deployment away again; what is live has seen nothing of it.
    package func discard(_ number: Int, of workspace: WorkspaceID) async throws -> Deployment {
        try await self.end(number, of: workspace, as: .deleted, because: [])
    }

    /// The same for one that has failed.
    func fail(_ number: Int, of workspace: WorkspaceID, because feedback: [Deployment.Feedback]) async throws -> Deployment {
        try await self.end(number, of: workspace, as: .failed, because: feedback)
    }

    /// The gate stays open: rows that one of its views has refused wait inside, until the view is gone.
    private func end(
        _ number: Int, of workspace: WorkspaceID, as status: Deployment.Status, because feedback: [Deployment.Feedback]
    ) async throws -> Deployment {
        guard let deployment = try await self.catalog.end(number, of: workspace, as: status, because: feedback) else {
            throw RequestError(.notFound, "deployment \(number) is no longer there")
        }
        try await self.tables(of: try self.catalog.snapshot(of: workspace)).drop(deployment.tables)
        self.logger.info(
            "a deployment ended without going live",
            metadata: ["workspace": "\(workspace)", "deployment": "\(number)", "as": "\(status.rawValue)"])
        return deployment
    }

    /// A view that carries rows into a staged deployment has failed on them: the deployment lacks them, and holds up the live one.
    func noteFailedView(in workspace: WorkspaceID, because reason: String) async {
        guard let deployment = self.catalog.unservedDeployment(withViewNamedIn: reason, of: workspace),
            deployment.number == self.catalog.candidate(of: workspace)?.deployment.number
        else { return }
        self.logger.warning("a deployment is discarded", metadata: ["deployment": "\(deployment.number)"])
        let message = "rows that arrived meanwhile do not fit: \(reason)"
        _ = try? await self.fail(
            deployment.number, of: workspace, because: [Deployment.Feedback(resource: "", level: "ERROR", message: message)])
    }
}

extension Deployment {
    init(liveSinceBeforeRecords snapshot: WorkspaceSnapshot) {
        self.init(
            number: snapshot.deployment, promotesItself: true, changes: ProjectChanges(), movements: [], feedback: [], routes: RowRoutes(),
            tables: [], createdAt: snapshot.workspace.createdAt)
        (self.status, self.isLive) = (.dataReady, true)
    }
}
