// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Ingestion
internal import ServiceLifecycle

/// Lets the flows of the ingest room run as long as the server.
struct IngestFlows: Service {
    let flows: DataSourceFlows
    let replays: QuarantineReplays

    func run() async throws {
        try? await gracefulShutdown()
        await self.replays.stop()
        await self.flows.stop()
    }
}
