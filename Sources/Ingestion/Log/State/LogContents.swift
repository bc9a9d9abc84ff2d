// Part of Martlet. Apache License 2.0; see LICENSE.

/// What the durable records of a log come to. Opening a log and writing to it go through the same steps.
struct LogContents: Sendable {
    /// Oldest first; the last may be written to.
    var segments: [LogSegment] = []
    private(set) var unsealed = UnsealedQueue()
    /// Sealed and not committed, oldest first.
    private(set) var batches: [SealedBatch] = []
    /// The end of the last batch.
    private(set) var sealedSequence: UInt64 = 0
    /// All rows up to here are in the engine.
    private(set) var committedSequence: UInt64 = 0

    /// The next batch begins here.
    var firstUnsealedSequence: UInt64 { self.sealedSequence + 1 }

    mutating func apply(_ content: RecordContent) {
        switch content {
        case .mark, .keys: break
        case .shape(let shape): self.segments[self.segments.count - 1].shapes[shape.key] = shape
        case .rows(let entry): self.unsealed.append(entry)
        case .seal(let batch): self.seal(batch)
        case .commit(let sequence): self.commit(sequence)
        }
    }

    private mutating func seal(_ batch: SealedBatch) {
        guard batch.lastSequence > self.sealedSequence else { return }
        // Nothing stands between batches, unless the seal of rows before this one was lost.
        let orphans = self.unsealed.remove(through: batch.firstSequence - 1)
        if orphans.recordCount > 0 { self.batches.append(self.reconstructedBatch(of: orphans, before: batch)) }
        let rows = self.unsealed.remove(through: batch.lastSequence)
        var batch = batch
        batch.unreadableRowCount = max(0, batch.rowCount + batch.quarantinedCount - rows.rowCount - rows.quarantinedCount)
        self.batches.append(batch)
        self.sealedSequence = batch.lastSequence
    }

    /// Its token is the same at every start, so that at least the reconstructed batch is inserted once.
    private func reconstructedBatch(of rows: UnsealedRows, before next: SealedBatch) -> SealedBatch {
        let first = self.firstUnsealedSequence
        var batch = SealedBatch(
            firstSequence: first, lastSequence: next.firstSequence - 1, token: "\(next.token)-before-\(first)", table: next.table,
            rowCount: rows.rowCount, quarantinedCount: rows.quarantinedCount)
        batch.isReconstructed = true
        return batch
    }

    private mutating func commit(_ sequence: UInt64) {
        self.committedSequence = max(self.committedSequence, sequence)
        self.sealedSequence = max(self.sealedSequence, sequence)
        self.batches.removeAll { $0.lastSequence <= sequence }
        _ = self.unsealed.remove(through: sequence)
    }

    /// How many of the oldest segments hold nothing that the engine lacks.
    var deletableSegmentCount: Int {
        self.segments.dropFirst().prefix { $0.header.rowsSequence <= self.committedSequence }.count
    }
}
