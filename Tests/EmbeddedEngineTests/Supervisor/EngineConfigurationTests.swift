// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import EmbeddedEngine

@Suite struct EngineConfigurationTests {
    private let library = EngineLibrary.Location(library: "/lib/engine.so", python: "/lib/python.so")

    @Test func `a configuration survives the command line`() throws {
        var configuration = EngineConfiguration(dataFolder: "/data/a b", library: self.library)
        configuration.connectionCount = 3
        configuration.queueLimit = 7
        configuration.maxMemoryPerQuery = .mebibytes(5)
        configuration.maxExecutionTime = .seconds(9)
        #expect(try EngineConfiguration(arguments: configuration.arguments) == configuration)
    }

    @Test(arguments: [
        (["--data"], "the last engine option has no value"),
        (["--nonsense", "1"], "unknown engine option --nonsense"),
        (["--data", "/d"], "engine option --library is missing"),
    ])
    func `a wrong command line is explained`(arguments: [String], message: String) {
        #expect(throws: RequestError(.invalidRequest, message)) { try EngineConfiguration(arguments: arguments) }
    }

    @Test func `a socket's path fits into its address`() {
        let short = EngineConfiguration(dataFolder: "/data", library: self.library)
        #expect(short.socketPath == "/data/run/engine.sock")
        let long = EngineConfiguration(dataFolder: "/data/" + String(repeating: "x", count: 100), library: self.library)
        #expect(long.socketPath.utf8.count <= 107)
        #expect(long.socketPath == EngineConfiguration(dataFolder: long.dataFolder, library: self.library).socketPath)
    }

    @Test func `a missing library says what to do`() {
        #expect(throws: RequestError.self) { try EngineLibrary.locate(environment: ["MARTLET_CHDB_LIBRARY": "/nonexistent/x.so"]) }
    }
}
