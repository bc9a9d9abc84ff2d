// Part of Martlet. Apache License 2.0; see LICENSE.

import FoundationEssentials
import Glibc
import Logging
import MartletCore
import Synchronization

@testable import EmbeddedEngine

/// An engine in a folder of its own, as the server would run it.
struct EngineFixture: Sendable {
    let supervisor: EngineSupervisor
    let client: SocketClient
    let configuration: EngineConfiguration
    private let task: Task<Void, any Error>

    /// The one engine of all tests that only ask it things. It ends with the test process, which holds its standard input.
    static let shared: Task<EngineFixture, any Error> = Task {
        let engine = try await EngineFixture.start()
        EngineFixture.sharedFolder.withLock { $0 = engine.configuration.dataFolder }
        atexit { EngineFixture.sharedFolder.withLock { _ = try? FileManager.default.removeItem(atPath: $0) } }
        return engine
    }
    private static let sharedFolder = Mutex("")

    static func start(_ change: (inout EngineConfiguration) -> Void = { _ in }) async throws -> EngineFixture {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-tests-\(UUID().uuidString.prefix(8))").path
        var configuration = EngineConfiguration(
            dataFolder: folder, library: try EngineLibrary.locate(environment: ProcessInfo.processInfo.environment))
        change(&configuration)
        let supervisor = EngineSupervisor(executable: Self.executable, configuration: configuration, logger: Self.quietLogger)
        let task = Task { try await supervisor.run() }
        try await supervisor.waitUntilReady(deadline: .now + .seconds(60))
        return EngineFixture(
            supervisor: supervisor, client: SocketClient(path: configuration.socketPath), configuration: configuration, task: task)
    }

    /// Runs `body` with an engine that is stopped and removed afterwards.
    static func with(
        _ change: (inout EngineConfiguration) -> Void, _ body: (EngineFixture) async throws -> Void
    ) async throws {
        let engine = try await Self.start(change)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(engine)) } catch { outcome = .failure(error) }
        engine.task.cancel()
        try? await engine.task.value
        try? FileManager.default.removeItem(atPath: engine.configuration.dataFolder)
        try outcome.get()
    }

    /// Children are killed on purpose here; what the supervisor says of it helps nobody.
    static let quietLogger = Logger(label: "martlet.tests") { _ in SwiftLogNoOpLogHandler() }

    /// The program beside the test bundle.
    static var executable: String {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: path).deletingLastPathComponent().appending(path: "martlet").path
    }
}

/// Waits for a condition, with a deadline. The pause only spares the processor; no result depends on it.
func waitUntil(_ seconds: Int = 20, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw RequestError(.timeout, "the condition did not come true in \(seconds) seconds") }
        await Task.yield()
    }
}
