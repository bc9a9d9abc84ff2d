// Part of Martlet. Apache License 2.0; see LICENSE.

/// The rows that wait for a seal, record by record.
///
/// It holds 40 bytes a request; whoever seals keeps it short by sealing whether or not the engine takes the batches.
struct UnsealedQueue: Sendable {
    private struct Record: Sendable {
        let sequence: UInt64
        let rowCount: Int
        let quarantinedCount: Int
        let byteCount: Int
        let time: LogTime
    }

    private var records: [Record] = []
    private var head = 0
    private(set) var summary = UnsealedRows()

    mutating func append(_ entry: RowsEntry) {
        precondition(entry.sequence > self.summary.lastSequence ?? 0, "rows come in order")
        let record = Record(
            sequence: entry.sequence, rowCount: entry.rowCount, quarantinedCount: entry.quarantinedCount, byteCount: entry.byteCount,
            time: entry.time)
        self.records.append(record)
        Self.add(record, to: &self.summary)
    }

    /// What the records up to `sequence` come to.
    func summary(through sequence: UInt64) -> UnsealedRows {
        var summary = UnsealedRows()
        for record in self.records[self.head...].prefix(while: { $0.sequence <= sequence }) { Self.add(record, to: &summary) }
        return summary
    }

    /// What the oldest records come to, as many as stay within the bounds; at least one, if there is any.
    func summary(rowLimit: Int, byteLimit: Int) -> UnsealedRows {
        var summary = UnsealedRows()
        for record in self.records[self.head...] {
            let rowCount = summary.rowCount + summary.quarantinedCount + record.rowCount + record.quarantinedCount
            let isWithin = rowCount <= rowLimit && summary.byteCount + record.byteCount <= byteLimit
            guard isWithin || summary.recordCount == 0 else { break }
            Self.add(record, to: &summary)
        }
        return summary
    }

    /// Takes out the records up to `sequence`.
    mutating func remove(through sequence: UInt64) -> UnsealedRows {
        let removed = self.summary(through: sequence)
        self.head += removed.recordCount
        self.summary.recordCount -= removed.recordCount
        self.summary.rowCount -= removed.rowCount
        self.summary.quarantinedCount -= removed.quarantinedCount
        self.summary.byteCount -= removed.byteCount
        self.summary.firstTime = self.head < self.records.count ? self.records[self.head].time : nil
        if self.summary.recordCount == 0 { self.summary.lastSequence = nil }
        if self.head * 2 >= self.records.count {
            self.records.removeFirst(self.head)
            self.head = 0
        }
        return removed
    }

    private static func add(_ record: Record, to summary: inout UnsealedRows) {
        summary.recordCount += 1
        summary.rowCount += record.rowCount
        summary.quarantinedCount += record.quarantinedCount
        summary.byteCount += record.byteCount
        summary.firstTime = summary.firstTime ?? record.time
        summary.lastSequence = record.sequence
    }
}
