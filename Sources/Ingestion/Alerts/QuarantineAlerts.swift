// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
package import Logging
internal import Synchronization
internal import Workspaces

/// Tells the operator of rows that went into quarantine: in the server's log, and by a request to an address of his.
///
/// Who notes rows never waits. Of each data source it is told once in an interval, with what has gathered since. What becomes of each
/// alert is noted in the log: that it was sent, that it did not arrive, or that the server stopped before it was due.
package final class QuarantineAlerts: Sendable {
    private let receiver: AlertReceiver?
    private let limits: AlertLimits
    private let queue: Mutex<AlertQueue>
    private let logger: Logger
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// - Parameter receiver: Nil for the log alone.
    package init(receiver: AlertReceiver? = nil, limits: AlertLimits = AlertLimits(), logger: Logger) {
        self.receiver = receiver
        self.limits = limits
        self.queue = Mutex(AlertQueue(limits: limits))
        self.logger = logger
        (self.wakes, self.wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func note(_ rowCount: Int, of dataSource: ResourceID, in workspace: WorkspaceID) {
        guard rowCount > 0 else { return }
        self.queue.withLock { $0.note(rowCount, of: AlertQueue.Key(workspace: workspace, dataSource: dataSource), now: .now) }
        self.wake.yield()
    }

    /// Sends alerts until its task is cancelled.
    package func run(reading ingestion: IngestService) async {
        for await _ in self.wakes {
            while !Task.isCancelled, self.queue.withLock({ $0.rowCount > 0 }) {
                for (key, rowCount) in self.queue.withLock({ $0.takeDue(now: .now) }) {
                    guard let alert = await self.alert(about: key, rowCount: rowCount, reading: ingestion) else { continue }
                    await self.send(alert)
                }
                try? await Task.sleep(for: self.limits.gathering)
            }
        }
        let untold = self.queue.withLock(\.rowCount)
        if untold > 0 { self.logger.warning("the server stops before an alert is due", metadata: ["rows": "\(untold)"]) }
    }

    /// Nil if the data source is no more.
    private func alert(about key: AlertQueue.Key, rowCount: Int, reading ingestion: IngestService) async -> QuarantineAlert? {
        guard let snapshot = try? ingestion.catalog.snapshot(of: key.workspace),
            let dataSource = snapshot.dataSource(key.dataSource.text)
        else { return nil }
        var reasons: [QuarantineSummary.Reason] = []
        do {
            reasons = try await ingestion.newestReasons(of: dataSource, in: key.workspace, rowCount: min(rowCount, AlertLimits.rows))
        } catch {
            self.logger.warning("the reasons of a quarantine cannot be read", metadata: ["error": "\(error)"])
        }
        return QuarantineAlert(
            workspace: QuarantineAlert.Subject(id: key.workspace.text, name: snapshot.workspace.name),
            dataSource: QuarantineAlert.Subject(id: dataSource.id.text, name: dataSource.name), rows: rowCount,
            reasons: reasons.map { $0.clipped(to: AlertLimits.reasonCharacters) })
    }

    private func send(_ alert: QuarantineAlert) async {
        let subject: Logger.Metadata = ["workspace": "\(alert.workspace.name)", "data_source": "\(alert.dataSource.name)"]
        self.logger.warning(
            "rows went into quarantine",
            metadata: subject.merging(["rows": "\(alert.rows)", "reason": "\(alert.reasons.first?.reason ?? "unknown")"]) { $1 })
        guard let receiver else { return }
        do {
            try await receiver.send(alert, limits: self.limits)
            self.logger.info("an alert was sent", metadata: subject)
        } catch {
            let reason = error is CancellationError ? "the server stops" : "\(error)"
            self.logger.error("an alert did not arrive", metadata: subject.merging(["error": "\(reason)"]) { $1 })
        }
    }
}
