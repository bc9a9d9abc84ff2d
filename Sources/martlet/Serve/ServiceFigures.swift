// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Observability
internal import ServiceLifecycle

/// Writes the figures of the service data sources as long as the server, and the last of them when all others have ended.
struct ServiceFigures: Service {
    let writer: ServiceLogWriter

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.writer.run() }
    }
}
