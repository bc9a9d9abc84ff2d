// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// What a log knows, and what it does next. No I/O happens here: groups are handed out to be written, and their fate is handed in.
///
/// ```
/// append, seal, commit ──> gathering ──takeGroup──> writing ──didWrite──> contents, waiters told
///                                                      └─────didFail────> what is not durable is forgotten, waiters told
/// ```
///
/// This file takes in, `LogState+Writing` hands out.
struct LogState {
    /// Told when a record is durable, or why it will never be.
    typealias Finish = @Sendable (LogError?) -> Void

    enum Condition {
        /// To `closed` by `close`, to `failed` when a failed write cannot be taken back.
        case open
        /// Takes no more, writes what it has. To `failed` as `open`.
        case closed
        /// The end: only opening the folder again helps.
        case failed(LogError)
    }

    private let dataSource: String
    let limits: LogLimits
    private let budget: LogBudget
    var condition = Condition.open
    var contents: LogContents
    var keys: IdempotencyIndex
    var recent: RecentRows
    /// Behind what is durable.
    var durable: LogTail
    /// Behind what has gathered.
    var tail: LogTail
    /// To be written one after the other; the last is open for more.
    var gathering: [LogGroup]
    var writing: LogGroup?
    var waiters: [(sequence: UInt64, finish: Finish)] = []
    var isSealing = false
    /// Keys on their way out of segments that are to go: complete when `home` is durable.
    var carriedKeys: (boundary: UInt64, home: UInt64)?
    /// Bytes of the log on disk, pending ones included.
    var byteCount: Int
    /// Whether a thread has the log, or will take it.
    var isScheduled = false

    init(_ recovered: RecoveredLog, limits: LogLimits, budget: LogBudget, memory: LogBudget) {
        self.dataSource = recovered.dataSource
        self.limits = limits
        self.budget = budget
        self.contents = recovered.contents
        self.keys = recovered.keys
        self.recent = RecentRows(limit: limits.memorySize, budget: memory)
        self.byteCount = recovered.contents.segments.reduce(0) { $0 + $1.byteCount }
        self.durable = recovered.tail
        self.tail = recovered.tail
        self.gathering = []
        budget.take(self.byteCount)
        self.openGroup()
    }

    // MARK: Taking in

    enum AppendStep {
        case known(LogReceipt)
        /// `finish` will be called.
        case waiting(needsScheduling: Bool)
    }

    /// Takes in rows, or finds their key among what is known.
    mutating func append(_ rows: PreparedRows, finish: (LogReceipt) -> Finish) throws(LogError) -> AppendStep {
        try self.refuseUnlessOpen()
        if let key = rows.rows.key, let known = self.keys.key(hash: key.hash, at: rows.rows.time) {
            guard known.key == key else { throw .conflict }
            guard known.sequence >= self.durable.nextSequence else { return .known(known.receipt) }
            // The first of the two is still on its way to the disk; the second shares its fate.
            try self.refuseIfTooManyWait()
            self.waiters.append((known.sequence, finish(known.receipt)))
            return .waiting(needsScheduling: self.schedule())
        }
        try self.refuseIfTooManyWait()
        try self.refuseWithoutRoom(for: rows)
        let entry = self.gather(rows)
        self.recent.append(rows.rows, sequence: entry.sequence)
        if let key = rows.rows.key { self.keys.insert(KeptKey(key: key, entry), home: entry.sequence) }
        let receipt = LogReceipt(
            sequence: entry.sequence, rowCount: entry.rowCount, quarantinedCount: entry.quarantinedCount, isDuplicate: false)
        self.waiters.append((entry.sequence, finish(receipt)))
        return .waiting(needsScheduling: self.schedule())
    }

    /// Takes in the seal of all unsealed rows up to `sequence`.
    mutating func seal(upTo sequence: UInt64, token: String, table: String, finish: (SealedBatch) -> Finish) throws(LogError) -> Bool {
        try self.refuseUnlessOpen()
        precondition(!self.isSealing, "batches are sealed one after the other")
        let rows = self.contents.unsealed.summary(through: sequence)
        precondition(rows.lastSequence == sequence, "a batch ends with a record of rows that is durable and not sealed yet")
        let batch = SealedBatch(
            firstSequence: self.contents.firstUnsealedSequence, lastSequence: sequence, token: token, table: table,
            rowCount: rows.rowCount, quarantinedCount: rows.quarantinedCount)
        self.isSealing = true
        self.gather(.seal(batch))
        self.waiters.append((self.tail.nextSequence - 1, finish(batch)))
        return self.schedule()
    }

    /// Takes in that the engine has a batch. A log that takes nothing any more forgets it: the batch will be inserted again, in vain.
    mutating func commit(_ batch: SealedBatch) -> Bool {
        self.recent.removeAll(through: batch.lastSequence)
        guard case .open = self.condition else { return false }
        self.gather(.commit(batch.lastSequence))
        let nothingWaits = self.tail.rowsSequence <= self.tail.committedSequence
        if nothingWaits, self.tail.ownByteCount > self.limits.idleSegmentSize.bytes + 2 * self.keys.byteCount {
            self.openGroup(inNewSegment: true)
            self.gathering[self.open].isForced = true
        }
        return self.schedule()
    }

    mutating func close() {
        self.recent.removeAll(from: 0)
        if case .open = self.condition { self.condition = .closed }
    }

    /// Has everything synced that was taken in so far, the mark behind it included.
    mutating func flush(_ finish: @escaping Finish) -> Bool? {
        if case .failed = self.condition { return nil }
        let isUntouched = self.gathering.count == 1 && self.gathering[self.open].newSegment != nil && !self.gathering[self.open].hasContents
        guard !isUntouched || self.writing != nil else { return nil }
        self.gathering[self.open].isForced = true
        self.waiters.append((self.gathering[self.open].lastSequence, finish))
        return self.schedule()
    }

    /// Why nothing can be written any more.
    var failure: LogError? { if case .failed(let error) = self.condition { error } else { nil } }

    private func refuseUnlessOpen() throws(LogError) {
        switch self.condition {
        case .open: return
        case .closed: throw .closed
        case .failed(let error): throw error
        }
    }

    private func refuseIfTooManyWait() throws(LogError) {
        guard self.waiters.count < self.limits.waiters else { throw .tooMuchPending }
    }

    private func refuseWithoutRoom(for rows: PreparedRows) throws(LogError) {
        let pending = self.tail.totalByteCount - self.durable.totalByteCount
        guard pending + rows.recordByteCount <= self.limits.pendingSize.bytes else { throw .tooMuchPending }
        guard self.byteCount + rows.recordByteCount <= self.limits.logSize.bytes, self.budget.hasRoom(for: rows.recordByteCount) else {
            throw .full
        }
    }

    // MARK: Gathering

    private mutating func gather(_ rows: PreparedRows) -> RowsEntry {
        let shape = rows.rows.shape
        let byteCount = rows.recordByteCount + RecordHeader.byteCount + 8 + shape.bytes.count
        let isFull = self.tail.ownByteCount + byteCount > self.limits.segmentSize.bytes
        if isFull, self.gathering[self.open].newSegment == nil || self.gathering[self.open].hasContents {
            self.openGroup(inNewSegment: true)
        }
        if self.gathering[self.open].needsShape(shape.key) { self.gather(.shape(shape)) }
        return self.accounted { group, tail in group.append(rows, at: &tail) }
    }

    /// The index of the group that records are added to.
    private var open: Int { self.gathering.count - 1 }

    mutating func gather(_ content: RecordContent) {
        self.accounted { group, tail in group.append(content, at: &tail) }
    }

    private mutating func accounted<Result>(_ append: (inout LogGroup, inout LogTail) -> Result) -> Result {
        let (before, open) = (self.tail.totalByteCount, self.open)
        defer { self.account(self.tail.totalByteCount - before) }
        return append(&self.gathering[open], &self.tail)
    }

    mutating func account(_ byteCount: Int) {
        self.byteCount += byteCount
        self.budget.take(byteCount)
    }

    mutating func openGroup(inNewSegment: Bool = false) {
        let before = self.tail.totalByteCount
        let beginsSegment = inNewSegment || self.tail.segment == nil
        self.gathering.append(LogGroup(behind: &self.tail, newSegmentOf: beginsSegment ? self.dataSource : nil))
        self.account(self.tail.totalByteCount - before)
    }

    /// Whether the log must be handed to a thread now.
    private mutating func schedule() -> Bool {
        defer { self.isScheduled = true }
        return !self.isScheduled
    }
}
