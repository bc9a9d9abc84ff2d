// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import EmbeddedEngine
internal import FoundationEssentials
internal import Logging
internal import NIOCore

extension EngineSupervisor {
    /// The engine of this program, with its tables in `folder`.
    init(tablesIn folder: String, logger: Logger) throws {
        let library = try EngineLibrary.locate(environment: ProcessInfo.processInfo.environment)
        self.init(
            executable: Self.thisProgram, configuration: EngineConfiguration(dataFolder: folder, library: library), logger: logger)
    }

    /// This program, which is also the engine's.
    private static var thisProgram: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
}

extension HTTPClient.Configuration {
    /// How the engine is spoken to: its own limits end its queries.
    static let engine: HTTPClient.Configuration = {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(2)
        // An engine that is away is reported at once; its caller is told when to come back.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        return configuration
    }()
}
