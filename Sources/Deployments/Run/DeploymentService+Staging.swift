// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Datafiles
internal import Ingestion
internal import Logging
package import MartletCore
internal import Queries
package import Workspaces

/// From a checked project to a deployment that has all rows.
extension DeploymentService {
    /// Stages what `read` gives while no batch is under way. Waits for a deployment that is about to go live by itself.
    func stage(
        in workspace: WorkspaceID, options: Options, _ read: @Sendable () async throws -> (CheckedProject, renamed: [String: String])
    ) async throws -> DeploymentRun {
        let deadline = ContinuousClock.now + DeploymentLimits.patienceWithOthers
        while true {
            let run: DeploymentRun? = try await self.flows.holdBack(workspace) {
                if !options.checksOnly, let other = self.catalog.candidate(of: workspace)?.deployment {
                    if other.promotesItself, ContinuousClock.now < deadline { return nil }
                    throw RequestError(
                        .conflict, "deployment \(other.number) is not finished: promote or discard it first", retryAfterSeconds: 5)
                }
                let (project, renamed) = try await read()
                return try await self.stage(project, renamed: renamed, in: workspace, options: options)
            }
            if let run {
                if run.outcome.deployment?.isLive ?? false { try await self.flows.retire(from: workspace) }
                return run
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Makes what the plan asks for beside what is live. The caller holds the gate.
    private func stage(
        _ read: CheckedProject, renamed: [String: String], in workspace: WorkspaceID, options: Options
    ) async throws -> DeploymentRun {
        let live = try self.catalog.snapshot(of: workspace)
        guard !read.findings.hasErrors else { return DeploymentRun(Self.refusal(of: read, live: live)) }
        let tables = self.tables(of: live)
        let planner = DeploymentPlanner(
            snapshot: live, emptyDataSources: try await tables.emptyDataSources(of: live), allowsDestruction: options.allowsDestruction,
            discardsMisfits: options.discardsMisfits, keepsTargets: options.keepsTargets, renamed: renamed)
        let plan = planner.plan(read.project, graph: read.graph)
        let findings = read.findings + plan.findings
        let outcome = { @Sendable (result: DeploymentOutcome.Result, deployment: Deployment?, findings: [Diagnostic]) in
            DeploymentOutcome(
                result: result, number: deployment?.number ?? live.deployment, deployment: deployment, plan: plan, diagnostics: findings)
        }
        guard !findings.hasErrors else { return DeploymentRun(outcome(.failed, nil, findings)) }
        guard !plan.isEmpty else {
            if !options.checksOnly { try await self.catalog.restoreDeclaredTokens(of: workspace) }
            return DeploymentRun(outcome(.noChanges, nil, findings))
        }

        let builder: CandidateBuilder
        do {
            // What is live may be the mistake that this deployment mends.
            builder = try CandidateBuilder(
                plan, number: try self.catalog.nextDeployment(of: workspace), live: live, knowing: try? self.workspaces.live(workspace),
                tables: tables)
        } catch let error as BuildFailure {
            return DeploymentRun(outcome(.failed, nil, findings + [error.diagnostic]))
        }
        do {
            try await builder.create()
            let engineFindings = try await EngineCheck(engine: self.engine, workspace: builder.workspace).run(
                of: plan.touchedPipes(in: read.graph))
            guard !engineFindings.hasErrors, !options.checksOnly else {
                try await tables.drop(builder.engineNames)
                return DeploymentRun(outcome(engineFindings.hasErrors ? .failed : .success, nil, findings + engineFindings))
            }
            CrashPoint.pass(.deploymentCreate)
            try await builder.keepPasts()
            let deployment = Deployment(
                number: builder.snapshot.deployment, promotesItself: options.promotesItself, changes: plan.changes,
                movements: plan.movements, feedback: findings.map(Deployment.Feedback.init), routes: builder.routes,
                tables: builder.engineNames)
            if plan.isInstant, options.promotesItself {
                try await builder.fill()
                let promoted = try await self.promote(deployment, serving: builder.snapshot, isStaged: false) {
                    try await builder.moveQuarantines()
                }
                return DeploymentRun(outcome(.success, promoted, findings))
            }
            try await self.catalog.stage(deployment, serving: builder.snapshot)
            CrashPoint.pass(.deploymentStage)
            return DeploymentRun(
                outcome(.success, deployment, findings), rest: self.runs.start { try await self.complete(deployment, builder, outcome) })
        } catch let error as BuildFailure {
            await self.undo(builder)
            return DeploymentRun(outcome(.failed, nil, findings + [error.diagnostic]))
        } catch {
            await self.undo(builder)
            throw error
        }
    }

    /// Drops what was made. The engine may be gone; what is left is swept at the next start.
    private func undo(_ builder: CandidateBuilder) async {
        let workspace = builder.snapshot.workspace.id
        guard let live = try? self.catalog.snapshot(of: workspace), live.deployment != builder.snapshot.deployment else { return }
        do { try await self.tables(of: live).drop(builder.engineNames) } catch {
            self.logger.warning("tables are left to the next start", metadata: ["workspace": "\(workspace)", "error": "\(error)"])
        }
    }

    /// Brings the rows from before, and goes live if that was asked for.
    private func complete(
        _ staged: Deployment, _ builder: CandidateBuilder,
        _ outcome: @Sendable @escaping (DeploymentOutcome.Result, Deployment?, [Diagnostic]) -> DeploymentOutcome
    ) async throws -> DeploymentOutcome {
        let workspace = builder.snapshot.workspace.id
        do {
            try await builder.fill()
            CrashPoint.pass(.deploymentFill)
            let ready = try await self.flows.holdBack(workspace) {
                var deployment = try self.candidate(staged.number, of: workspace)
                deployment.status = .dataReady
                try await self.catalog.save(deployment, of: workspace)
                CrashPoint.pass(.deploymentReady)
                guard deployment.promotesItself else { return deployment }
                return try await self.promote(deployment, serving: builder.snapshot, moving: { try await builder.moveQuarantines() })
            }
            if ready.isLive { try await self.flows.retire(from: workspace) }
            return outcome(.success, ready, [])
        } catch let error as BuildFailure {
            let failed = try await self.fail(staged.number, of: workspace, because: [Deployment.Feedback(error.diagnostic)])
            return outcome(.failed, failed, [error.diagnostic])
        } catch {
            guard !Task.isCancelled else { throw error }
            self.logger.error("a deployment has failed", metadata: ["deployment": "\(staged.number)", "error": "\(error)"])
            let reason = (error as? any ServiceError)?.message ?? "the server failed; its log tells why"
            _ = try? await self.fail(
                staged.number, of: workspace, because: [Deployment.Feedback(resource: "", level: "ERROR", message: reason)])
            throw error
        }
    }

    /// The deployment of this number, as long as it waits to be promoted.
    func candidate(_ number: Int, of workspace: WorkspaceID) throws -> Deployment {
        guard let deployment = self.catalog.candidate(of: workspace)?.deployment, deployment.number == number else {
            throw RequestError(.notFound, "deployment \(number) is no longer there")
        }
        return deployment
    }
}

extension Deployment.Feedback {
    package init(_ finding: Diagnostic) {
        self.init(
            resource: finding.location.file, level: finding.severity == .error ? "ERROR" : "WARNING", message: finding.description)
    }
}
