// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Ingestion
internal import ServiceLifecycle

/// Tells the operator of rows in quarantine as long as the server runs.
struct QuarantineWatch: Service {
    let alerts: QuarantineAlerts
    let ingestion: IngestService

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.alerts.run(reading: self.ingestion) }
    }
}
