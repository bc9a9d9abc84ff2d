// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Glibc
internal import HTTPServing
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import MartletCore
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

/// The open engine and what answers for it.
struct RunningEngine {
    let pool: EnginePool
    private let responder: QueryResponder
    private let resultLimit: Int

    /// Opens the storage and prepares the log.
    init(_ configuration: EngineConfiguration) async throws {
        let log = try StatisticsLog()
        let configurationPath = "\(configuration.dataFolder)/engine.xml"
        try StatisticsLog.configuration.write(toFile: configurationPath, atomically: true, encoding: .utf8)

        let database = try EngineDatabase(
            location: configuration.library, path: configuration.storagePath,
            arguments: Self.arguments(configuration, configurationPath: configurationPath))
        self.pool = try EnginePool(
            database: database, connectionCount: configuration.connectionCount, queueLimit: configuration.queueLimit)
        try await self.pool.setUp(log.statements)
        self.responder = QueryResponder(pool: self.pool, log: log, server: try await Self.identity(of: self.pool))
        self.resultLimit = configuration.maxMemoryPerQuery.bytes
    }

    /// Answers on a socket until the process is told to stop, then lets what runs come to its end.
    func serve(at socketPath: String, logger: Logger, onReady: @escaping @Sendable () -> Void) async throws {
        try FileManager.default.makePrivateFolder(atPath: URL(filePath: socketPath).deletingLastPathComponent().path)
        // The socket gets the rights that are not masked: reading and writing for this user.
        umask(0o177)
        let application = Application(
            router: self.router(),
            server: HTTPServerBuilder { responder in
                OnEventLoop(
                    HTTP1Channel(
                        responder: responder,
                        configuration: HTTP1Channel.Configuration(
                            additionalChannelHandlers: [HangupHandler(), ContinueHandler()],
                            httpDecoderConfiguration: .init(
                                maxHeaderFieldSize: EngineLimits.headerBytes, maxHeaderListSize: EngineLimits.headerBytes))))
            },
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socketPath)),
            onServerRunning: { _ in onReady() },
            logger: logger)
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: ParentWatch(), successTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: ResultWatch(pool: self.pool, limit: self.resultLimit)),
                .init(service: application),
            ],
            gracefulShutdownSignals: [.sigterm], logger: logger)
        group.maximumGracefulShutdownDuration = EngineLimits.shutdownPatience
        try await ServiceGroup(configuration: group).run()
    }

    private func router() -> Router<EngineRequestContext> {
        let router = Router(context: EngineRequestContext.self)
        let responder = self.responder
        router.get("ping") { _, _ in QueryResponder.ok }
        router.get("/") { try await responder.respond(to: $0, context: $1) }
        router.post("/") { try await responder.respond(to: $0, context: $1) }
        return router
    }

    /// The settings every connection begins with. A caller may override all but the server's own.
    private static func arguments(_ configuration: EngineConfiguration, configurationPath: String) -> [String: String] {
        StatisticsLog.settings.merging(
            [
                "config-file": configurationPath,
                "max_server_memory_usage": String(configuration.maxServerMemory.bytes),
                "max_memory_usage": String(configuration.maxMemoryPerQuery.bytes),
                "max_execution_time": String(configuration.maxExecutionTime.components.seconds),
                // An insert that was answered is in its table.
                "async_insert": "0",
                // As in a server: `1` is no statement, and the engine's own functions for debugging are closed.
                "implicit_select": "0",
                "allow_introspection_functions": "0",
                // Threads for formatting cost a small result more than they save; who exports much may switch them on.
                "output_format_parallel_formatting": "0",
            ]
        ) { $1 }
    }

    private static func identity(of pool: EnginePool) async throws -> QueryResponder.ServerIdentity {
        let result = try MemoryFile()
        try await pool.setUp(["SELECT version(), timezone() INTO OUTFILE '\(result.path)' APPEND FORMAT TSV"])
        let fields = String(buffer: result.read(at: 0, count: result.byteCount)).split { $0 == "\t" || $0 == "\n" }.map(String.init)
        guard fields.count == 2 else { throw RequestError(.internal, "the engine does not tell its version") }
        return QueryResponder.ServerIdentity(version: fields[0], timezone: fields[1])
    }
}

extension FileManager {
    /// Makes a folder that only this user may enter, and sees to it if it is there already.
    fileprivate func makePrivateFolder(atPath path: String) throws {
        try self.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try self.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }
}
