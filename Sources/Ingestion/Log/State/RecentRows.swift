// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// The newest rows of a log, still in memory: what goes to the engine soon need not be read back from the disk.
///
/// What does not fit is read back; nothing depends on what is kept here.
struct RecentRows: Sendable {
    private let limit: ByteCount
    private let budget: LogBudget
    /// In the order of their sequences.
    private var records: [RowsRecord] = []
    private var byteCount = 0

    /// Keeps up to `limit` bytes, as far as all logs together stay within `budget`.
    init(limit: ByteCount, budget: LogBudget) {
        self.limit = limit
        self.budget = budget
    }

    mutating func append(_ rows: LogRows, sequence: UInt64) {
        let record = RowsRecord(rows, sequence: sequence)
        let byteCount = record.memoryByteCount
        guard self.byteCount + byteCount <= self.limit.bytes, self.budget.hasRoom(for: byteCount) else { return }
        self.account(byteCount)
        self.records.append(record)
    }

    /// The rows of a batch; nil if not all of them are here.
    func records(of batch: SealedBatch) -> [RowsRecord]? {
        let first = self.records.firstIndex { $0.sequence >= batch.firstSequence } ?? self.records.endIndex
        let records = self.records[first...].prefix { $0.sequence <= batch.lastSequence }
        let rowCount = records.reduce(0) { $0 + $1.rowCount + $1.quarantinedCount }
        return rowCount == batch.rowCount + batch.quarantinedCount ? Array(records) : nil
    }

    /// Forgets the rows that the engine has.
    mutating func removeAll(through sequence: UInt64) {
        let count = self.records.prefix { $0.sequence <= sequence }.count
        self.account(-self.records[..<count].reduce(0) { $0 + $1.memoryByteCount })
        self.records.removeFirst(count)
    }

    /// Forgets the rows that did not get to the disk.
    mutating func removeAll(from sequence: UInt64) {
        let kept = self.records.prefix { $0.sequence < sequence }.count
        self.account(-self.records[kept...].reduce(0) { $0 + $1.memoryByteCount })
        self.records.removeLast(self.records.count - kept)
    }

    private mutating func account(_ byteCount: Int) {
        self.byteCount += byteCount
        if byteCount > 0 { self.budget.take(byteCount) } else { self.budget.giveBack(-byteCount) }
    }
}

extension RowsRecord {
    fileprivate init(_ rows: LogRows, sequence: UInt64) {
        self.init(
            sequence: sequence, shape: rows.shape, rowCount: rows.rowCount, block: rows.block, quarantinedCount: rows.quarantinedCount,
            quarantined: rows.quarantined, requestID: rows.requestID, time: rows.time)
    }

    /// What the record takes, with about 256 bytes beside its rows.
    fileprivate var memoryByteCount: Int { self.block.count + self.quarantined.count + 256 }
}
