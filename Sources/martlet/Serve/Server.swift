// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import ClickHouseClient
internal import Deployments
internal import EmbeddedEngine
internal import FileSources
internal import FoundationEssentials
internal import Gateway
internal import Hummingbird
internal import Ingestion
internal import Jobs
internal import Logging
internal import MartletCore
internal import Observability
internal import PipeJobs
internal import Queries
internal import ServiceLifecycle
internal import UnixSignals
internal import Workspaces

/// The server: it puts the rooms together and runs them until it is told to stop.
struct Server {
    let configuration: ServerConfiguration
    let logger: Logger

    func run() async throws {
        let folder = try DataFolder(path: self.configuration.dataFolder)
        let signer = try TokenSigner.loadOrMake(at: folder.signingKey)
        let sealer = try SecretSealer.loadOrMake(at: folder.secretsKey)
        let catalog = try WorkspaceCatalog(path: folder.catalog, signer: signer, sealer: sealer)
        try await self.prepare(catalog, in: folder)

        let supervisor = try self.configuration.clickHouseURL == nil ? EngineSupervisor(tablesIn: folder.engine, logger: self.logger) : nil
        let address = try self.address(of: supervisor)
        let httpClient = HTTPClient(configuration: .engine)
        let engine = EngineClient(address: address, httpClient: httpClient)
        let serviceLog = ServiceLog()
        let alerts = QuarantineAlerts(
            receiver: self.configuration.alertURL.map { AlertReceiver(url: $0, httpClient: httpClient) },
            limits: self.configuration.alertLimits, logger: self.logger)
        let flows = DataSourceFlows(
            folder: folder.log, catalog: catalog, engine: engine, serviceLog: serviceLog, alerts: alerts, logger: self.logger)
        try await flows.open()
        var patience = EngineClient.Limits()
        patience.requestTimeout = .seconds(24 * 3600)
        let workspaces = CompiledWorkspaces(catalog: catalog)
        let deployments = DeploymentService(
            catalog: catalog, workspaces: workspaces, engine: EngineClient(address: address, httpClient: httpClient, limits: patience),
            flows: flows, grace: self.configuration.tableGrace, logger: self.logger)
        let replays = QuarantineReplays(catalog: catalog, engine: engine, flows: flows, logger: self.logger)
        let jobs = JobService(catalog: catalog, serviceLog: serviceLog, logger: self.logger)
        let ingestion = IngestService(catalog: catalog, engine: engine, flows: flows)
        let pipeJobs = self.pipeJobs(
            catalog: catalog, workspaces: workspaces, address: address, httpClient: httpClient, ingestion: ingestion, flows: flows,
            jobs: jobs)
        try await jobs.recover(sparing: try await pipeJobs.load())
        let fetcher = FileFetcher(addressGuard: AddressGuard(allowing: self.configuration.allowedImports))
        let imports = ImportService(ingestion: ingestion, jobs: jobs, fetcher: fetcher, spool: SpoolFolder(path: folder.spool))
        let watch: any TableWatch =
            supervisor == nil ? TableParts(engine: engine) : TableFolders(storage: EngineConfiguration.storagePath(in: folder.engine))
        let cache = AnswerCache(watch: watch, limit: QueryLimits.keptAnswersBytes)
        let queries = QueryService(
            workspaces: workspaces, engine: engine, cache: cache, reach: self.reach, options: self.configuration.queryOptions)
        let live = LiveService(queries: queries)
        let keeper = WorkspaceKeeper(
            catalog: catalog, engine: engine, flows: flows, jobs: jobs, deployments: deployments, logger: self.logger)
        let gateway = GatewayServices(
            catalog: catalog, ingestion: ingestion, imports: imports, jobs: jobs,
            queries: queries, live: live, workspaces: workspaces, columns: ResultColumns(engine: engine), deployments: deployments,
            keeper: keeper, replays: replays, pipeJobs: pipeJobs, statistics: TableStatistics(engine: engine),
            limiter: RateLimiter(limits: self.configuration.rateLimits), serviceLog: serviceLog,
            requestHistory: RequestHistory(engine: engine), ownerEmail: LocalWorkspace.ownerEmail)
        let startup = Startup(
            configuration: self.configuration, catalog: catalog, engine: engine, deployments: deployments, replays: replays,
            pipeJobs: pipeJobs, tokenFile: folder.adminToken,
            logger: self.logger)

        // It listens at once: until the engine is ready its callers are asked to come back.
        let application = makeApplication(
            services: gateway, host: self.configuration.host, port: self.configuration.port, logger: self.logger
        ) { port in
            Terminal.output.write("martlet listens on http://\(self.configuration.host):\(port)\n")
            Terminal.output.write("the admin token is in \(folder.adminToken)\n")
        }
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        // Told to stop, they end in the opposite order: first the requests, the engine last.
        if let supervisor { services.append(.init(service: supervisor)) }
        let writer = ServiceLogWriter(log: serviceLog, catalog: catalog, engine: engine, logger: self.logger)
        services.append(.init(service: ServiceFigures(writer: writer)))
        services.append(.init(service: QuarantineWatch(alerts: alerts, ingestion: ingestion)))
        services.append(.init(service: IngestFlows(flows: flows, replays: replays)))
        services.append(.init(service: JobRuns(jobs: jobs)))
        services.append(.init(service: KeptWorkspaces(keeper: keeper)))
        services.append(.init(service: ScheduledPipes(pipeJobs: pipeJobs)))
        services.append(.init(service: UnfinishedDeployments(deployments: deployments)))
        services.append(.init(service: startup, successTerminationBehavior: .ignore))
        services.append(.init(service: application))
        if let port = self.configuration.clickHousePort {
            services.append(.init(service: self.clickHouseApplication(on: port, services: gateway)))
        }
        // Streams have no end of their own, and the application waits for its requests.
        services.append(.init(service: LiveStreams(live: live)))
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: self.logger))
        do {
            try await group.run()
        } catch {
            try? await httpClient.shutdown()
            throw error
        }
        try await httpClient.shutdown()
    }

    /// The listener for ClickHouse clients.
    private func clickHouseApplication(
        on port: Int, services: GatewayServices
    ) -> some ApplicationProtocol {
        let host = self.configuration.host
        return makeClickHouseApplication(
            services: services, clickHouse: ClickHouseService(queries: services.queries), host: host, port: port,
            logger: self.logger
        ) { port in Terminal.output.write("clients of ClickHouse connect to \(host):\(port)\n") }
    }

    /// The databases that pipes may read: those at places that files may be imported from.
    private var reach: DatabaseReach { DatabaseReach(addressGuard: AddressGuard(allowing: self.configuration.allowedImports)) }

    /// The room for runs of pipes, whose statements may take longer than others.
    private func pipeJobs(
        catalog: WorkspaceCatalog, workspaces: CompiledWorkspaces, address: EngineAddress, httpClient: HTTPClient,
        ingestion: IngestService, flows: DataSourceFlows, jobs: JobService
    ) -> PipeJobService {
        let limits = PipeJobLimits()
        var patience = EngineClient.Limits()
        patience.requestTimeout = limits.runTime + .seconds(60)
        // Another machine's engine has other folders.
        let folder = self.configuration.clickHouseURL == nil ? self.configuration.exportFolder : nil
        let leave = SinkLeave(
            network: FileFetcher(addressGuard: AddressGuard(allowing: self.configuration.allowedExports)),
            folder: folder.map { URL(filePath: $0).absoluteURL.path })
        return PipeJobService(
            catalog: catalog, workspaces: workspaces, engine: EngineClient(address: address, httpClient: httpClient, limits: patience),
            ingestion: ingestion, flows: flows, jobs: jobs, leave: leave, reach: self.reach, limits: limits, logger: self.logger)
    }

    /// What the first start makes: the default workspace, the user's token, and the file that holds the admin token.
    private func prepare(_ catalog: WorkspaceCatalog, in folder: DataFolder) async throws {
        try await catalog.ensureUserToken()
        if catalog.workspace(LocalWorkspace.name) == nil {
            try await catalog.createWorkspace(named: LocalWorkspace.name, ownerEmail: LocalWorkspace.ownerEmail)
        }
        guard let workspace = catalog.workspace(LocalWorkspace.name) else { preconditionFailure("the default workspace was just made") }
        let admin = Token.SystemName.userAdmin(email: LocalWorkspace.ownerEmail)
        guard let token = catalog.tokens(of: workspace.id).first(where: { $0.token.name == admin }) else { return }
        try folder.write(secret: token.text, to: folder.adminToken)
    }

    private func address(of supervisor: EngineSupervisor?) throws -> EngineAddress {
        if let supervisor { return .unixSocket(path: supervisor.socketPath) }
        return try EngineAddress(url: self.configuration.clickHouseURL ?? "")
    }
}
