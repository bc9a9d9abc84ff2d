// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Observability
internal import Workspaces

/// What became of a batch, and how many bytes it had on the way to the engine.
struct CommittedBatch: Sendable, Hashable {
    let outcome: CommitOutcome
    var byteCount = 0
    var quarantinedByteCount = 0
}

extension BatchCommitter {
    /// Tells of a batch: the operator of what is in quarantine, the service data sources of all but the rows that came by files.
    func report(_ committed: CommittedBatch, of batch: SealedBatch, files: FileRows.Count, elapsed: Duration) {
        let isRejected = if case .rejected = committed.outcome { true } else { false }
        self.alerts.note(batch.quarantinedCount + (isRejected ? batch.rowCount : 0), of: self.dataSource, in: self.workspace)
        var (rowCount, quarantinedCount) = (batch.rowCount - files.rowCount, batch.quarantinedCount - files.quarantinedCount)
        guard rowCount > 0 || quarantinedCount > 0, let dataSource = try? self.live()?.dataSource else { return }
        var operation = OperationRecord(.appendEvents, of: NamedResource(dataSource), in: self.workspace)
        switch committed.outcome {
        case .stored: break
        case .viewFailed(let error): operation.error = error
        case .rejected(let error):
            operation.error = error
            (rowCount, quarantinedCount) = (0, rowCount + quarantinedCount)
        }
        operation.elapsed = elapsed / .seconds(1)
        operation.requestID = batch.token
        operation.rowCount = rowCount
        operation.quarantinedCount = quarantinedCount
        // Of what came by files and otherwise, each has its share.
        operation.byteCountWritten = committed.byteCount * max(0, batch.rowCount - files.rowCount) / max(1, batch.rowCount)
        operation.byteCountQuarantined =
            committed.quarantinedByteCount * max(0, batch.quarantinedCount - files.quarantinedCount) / max(1, batch.quarantinedCount)
        self.serviceLog.add(operation)
        var counts = AppendCounts()
        counts.storedRowCount = rowCount
        counts.storedByteCount = operation.byteCountWritten
        self.serviceLog.add(counts, of: dataSource.id.text, in: self.workspace)
    }
}
