// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Glibc
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import MartletCore
internal import ServiceLifecycle

/// The child process: the engine behind a Unix socket.
package struct EngineProcess {
    /// Serves until it is told to stop: by SIGTERM, or by the end of its standard input, which its parent holds open.
    ///
    /// It says `ready` on standard output once it answers, and leaves without running the library's destructors.
    package static func run(_ configuration: EngineConfiguration) async throws -> Never {
        do {
            let readiness = try Readiness()
            let lock = try FolderLock(configuration.dataFolder)
            var logger = Logger(label: "martlet.engine") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = .warning
            // Before the engine reads them, and only under the lock.
            try StorageRepair(storagePath: configuration.storagePath, logger: logger).run()
            let engine = try await RunningEngine(configuration)
            try await engine.serve(at: configuration.socketPath, logger: logger) { readiness.announce() }
            // Nothing below may hang for good: the alarm ends the process.
            alarm(EngineLimits.shutdownSeconds)
            await engine.pool.shutDown()
            lock.release()
        } catch {
            Self.complain(error)
            _exit(EXIT_FAILURE)
        }
        _exit(EXIT_SUCCESS)
    }

    /// Says on standard error why the child cannot go on.
    private static func complain(_ error: any Error) {
        let text = (error as? any ServiceError)?.message ?? String(describing: error)
        let line = Array("martlet engine: \(text)\n".utf8)
        _ = unsafe write(STDERR_FILENO, line, line.count)
    }
}
