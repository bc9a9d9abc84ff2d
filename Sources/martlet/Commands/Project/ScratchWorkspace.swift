// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import ClickHouseClient
internal import Deployments
internal import EmbeddedEngine
internal import FoundationEssentials
internal import Gateway
internal import Ingestion
internal import Logging
internal import Queries
internal import ServiceLifecycle
internal import Workspaces

/// Runs `body` with an empty workspace on an engine of its own, which end with it and leave nothing behind.
func withScratchWorkspace<Result: Sendable>(
    _ body: @Sendable (_ deployments: DeploymentService, _ workspace: WorkspaceID) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString.lowercased().prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }

    let logger = Logger(label: "martlet") { _ in SwiftLogNoOpLogHandler() }
    let signer = try TokenSigner.loadOrMake(at: folder.appending(path: "token-signing.key").path)
    let catalog = try WorkspaceCatalog(path: folder.appending(path: "catalog.sqlite").path, signer: signer)
    let workspace = try await catalog.createWorkspace(named: "scratch", ownerEmail: LocalWorkspace.ownerEmail)

    let supervisor = try EngineSupervisor(tablesIn: folder.appending(path: "engine").path, logger: logger)
    let httpClient = HTTPClient(configuration: .engine)
    let engine = EngineClient(address: .unixSocket(path: supervisor.socketPath), httpClient: httpClient)
    let flows = DataSourceFlows(folder: folder.appending(path: "log").path, catalog: catalog, engine: engine, logger: logger)
    let deployments = DeploymentService(
        catalog: catalog, workspaces: CompiledWorkspaces(catalog: catalog), engine: engine, flows: flows, logger: logger)
    let services = ServiceGroup(services: [supervisor], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await services.run() }
        let outcome: Swift.Result<Result, any Error>
        do {
            try await supervisor.waitUntilReady(deadline: .now + .seconds(60))
            outcome = .success(try await body(deployments, workspace.id))
        } catch {
            outcome = .failure(error)
        }
        await deployments.stop()
        await services.triggerGracefulShutdown()
        try await group.waitForAll()
        await flows.stop()
        try await httpClient.shutdown()
        return try outcome.get()
    }
}
