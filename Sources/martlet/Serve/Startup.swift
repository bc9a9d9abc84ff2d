// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Datafiles
internal import Deployments
internal import Gateway
internal import Ingestion
internal import Logging
internal import MartletClient
internal import MartletCore
internal import Observability
internal import PipeJobs
internal import ServiceLifecycle
internal import Workspaces

/// What remains to be done once the engine answers: clean up after an interrupted deployment, go on with interrupted
/// replays, deploy the given project.
struct Startup: Service {
    let configuration: ServerConfiguration
    let catalog: WorkspaceCatalog
    let engine: EngineClient
    let deployments: DeploymentService
    let replays: QuarantineReplays
    let pipeJobs: PipeJobService
    let tokenFile: String
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.prepare() }
        } catch is CancellationError {
            // A server that is told to stop before it has quite started stops like any other.
        }
    }

    private func prepare() async throws {
        try await self.sweep()
        for workspace in self.catalog.workspaces { try await ServiceTables(engine: self.engine).make(for: workspace) }
        try await self.replays.start()
        try await self.pipeJobs.start()
        self.logger.info("engine is ready")
        if let folder = self.configuration.projectFolder { try await self.deploy(folder) }
    }

    /// Sweeps as soon as the engine answers, and again when it ends meanwhile: the server outlives its engine.
    private func sweep() async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            try await self.waitForEngine(until: deadline)
            do {
                for workspace in self.catalog.workspaces { try await self.deployments.recover(workspace.id) }
                return
            } catch EngineError.unreachable(let reason) {
                self.logger.warning("engine ended during the sweep", metadata: ["reason": "\(reason)"])
            } catch let error as RequestError {
                guard error.code == .unavailable, ContinuousClock.now < deadline else { throw error }
                self.logger.warning("the sweep waits", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func waitForEngine(until deadline: ContinuousClock.Instant) async throws {
        while !(await self.engine.ping()) {
            try Task.checkCancellation()
            guard ContinuousClock.now < deadline else {
                throw RequestError(.unavailable, "the engine did not answer within \(Self.patience)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func deploy(_ folder: String) async throws {
        guard let workspace = self.catalog.workspace(LocalWorkspace.name) else { return }
        let files = try ProjectFolder(configuredIn: folder).files()
        let outcome = try await self.deployments.deploy(files, to: workspace.id)
        for finding in outcome.diagnostics { Terminal.error.write("\(finding)\n") }
        guard outcome.result != .failed else {
            Terminal.error.write("\(folder) was not deployed; the workspace serves what it served before\n")
            return
        }
        Terminal.output.write("\(folder) is deployed to workspace \(workspace.name)\n")
    }

    /// An engine with much data may take long to open it.
    private static let patience = Duration.seconds(300)
}
