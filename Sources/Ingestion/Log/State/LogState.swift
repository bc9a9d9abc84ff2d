// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// What a log knows, and what it does next. No I/O happens here: groups are handed out to be written, and their fate is handed in.
///
/// ```
/// append, seal, commit ──> gathering ──takeGroup──> writing ──didWrite──> contents, waiters told
///                              ^                       └─────didFail────> all that is not durable is forgotten, waiters told
///                              └── the next group
/// ```
struct LogState {
    /// Told when a record is durable, or why it will never be.
    typealias Finish = @Sendable (LogError?) -> Void

    private enum Condition {
        /// To `closed` by `close`, to `failed` when a failed write cannot be taken back.
        case open
        /// Takes no more, writes what it has. To `failed` as `open`.
        case closed
        /// The end: only opening the folder again helps.
        case failed(LogError)
    }

    private let dataSource: String
    private let limits: LogLimits
    private let budget: LogBudget
    private var condition = Condition.open
    private(set) var contents: LogContents
    private var keys: IdempotencyIndex
    /// Behind what is durable.
    private var durable: LogTail
    /// Behind what has gathered.
    private var tail: LogTail
    /// To be written one after the other; the last is open for more.
    private var gathering: [LogGroup]
    private var writing: LogGroup?
    private var waiters: [(sequence: UInt64, finish: Finish)] = []
    private var isSealing = false
    /// Keys on their way out of segments that are to go: complete when `home` is durable.
    private var carriedKeys: (boundary: UInt64, home: UInt64)?
    /// Bytes of the log on disk, pending ones included.
    private(set) var byteCount: Int
    /// Whether a thread has the log, or will take it.
    private var isScheduled = false

    init(_ recovered: RecoveredLog, limits: LogLimits, budget: LogBudget) {
        self.dataSource = recovered.dataSource
        self.limits = limits
        self.budget = budget
        self.contents = recovered.contents
        self.keys = recovered.keys
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
        /// `finish` will be called; the log must be scheduled if it is not yet.
        case waiting(LogReceipt, needsScheduling: Bool)
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
            return .waiting(known.receipt, needsScheduling: self.schedule())
        }
        try self.refuseIfTooManyWait()
        try self.refuseWithoutRoom(for: rows)
        let entry = self.gather(rows)
        if let key = rows.rows.key { self.keys.insert(KeptKey(key: key, entry), home: entry.sequence) }
        let receipt = LogReceipt(
            sequence: entry.sequence, rowCount: entry.rowCount, quarantinedCount: entry.quarantinedCount, isDuplicate: false)
        self.waiters.append((entry.sequence, finish(receipt)))
        return .waiting(receipt, needsScheduling: self.schedule())
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
        if isFull, self.gathering[self.open].newSegment == nil || self.gathering[self.open].hasContents { self.openGroup(inNewSegment: true) }
        if self.gathering[self.open].needsShape(shape.key) { self.gather(.shape(shape)) }
        return self.accounted { group, tail in group.append(rows, at: &tail) }
    }

    /// The index of the group that records are added to.
    private var open: Int { self.gathering.count - 1 }

    private mutating func gather(_ content: RecordContent) {
        self.accounted { group, tail in group.append(content, at: &tail) }
    }

    private mutating func accounted<Result>(_ append: (inout LogGroup, inout LogTail) -> Result) -> Result {
        let (before, open) = (self.tail.totalByteCount, self.open)
        defer { self.account(self.tail.totalByteCount - before) }
        return append(&self.gathering[open], &self.tail)
    }

    private mutating func account(_ byteCount: Int) {
        self.byteCount += byteCount
        self.budget.take(byteCount)
    }

    private mutating func openGroup(inNewSegment: Bool = false) {
        let before = self.tail.totalByteCount
        let beginsSegment = inNewSegment || self.tail.segment == nil
        self.gathering.append(LogGroup(behind: &self.tail, newSegmentOf: beginsSegment ? self.dataSource : nil))
        self.account(self.tail.totalByteCount - before)
    }

    // MARK: Writing

    /// Whether the log must be handed to a thread now.
    private mutating func schedule() -> Bool {
        defer { self.isScheduled = true }
        return !self.isScheduled
    }

    private var hasWork: Bool {
        if case .failed = self.condition { return false }
        return self.gathering.count > 1 || self.gathering[0].hasContents || self.gathering[0].isForced
    }

    /// Says whether there is more to write; if not, the log is nobody's until it is scheduled again.
    mutating func goesOn() -> Bool {
        self.isScheduled = self.hasWork
        return self.isScheduled
    }

    /// The next group to write, at which place of which file; a nil file is to be created.
    mutating func takeGroup() -> (group: LogGroup, segment: LogSegment?)? {
        precondition(self.writing == nil, "a log is written by one thread at a time")
        guard self.hasWork else { return nil }
        if self.gathering.count == 1 { self.openGroup() }
        let group = self.gathering.removeFirst()
        self.writing = group
        return (group, group.newSegment == nil ? self.contents.segments.last : nil)
    }

    /// If nothing waits to be written, the mark behind the last group; written at once, it proves that the group was synced.
    mutating func takeMark() -> (mark: [UInt8], offset: Int, file: any LogFile)? {
        if case .failed = self.condition { return nil }
        guard !self.hasWork, let file = self.contents.segments.last?.file else { return nil }
        let offset = self.gathering[0].offset
        return self.gathering[0].takeMark().map { ($0, offset, file) }
    }

    mutating func putBack(mark: [UInt8]) {
        self.gathering[0].putBack(mark: mark)
    }

    // MARK: What became of a group

    /// What is to be done after a group was written or lost.
    struct Outcome {
        /// To be told, with the error.
        var finished: [Finish] = []
        var error: LogError?
        /// Segments that are needed no more, oldest first.
        var removed: [LogSegment] = []
    }

    /// The group is durable.
    mutating func didWrite(newFile: (any LogFile)?) -> Outcome {
        guard let group = self.writing else { preconditionFailure("only a group that was taken can be written") }
        self.writing = nil
        if let header = group.newSegment, let newFile {
            self.contents.segments.append(LogSegment(header: header, file: newFile, byteCount: 0))
        }
        let last = self.contents.segments.count - 1
        precondition(group.newSegment == nil || newFile != nil && last >= 0, "a group is in a file")
        self.contents.segments[last].byteCount = group.tail.byteCount
        self.contents.segments[last].addCheckpoint(
            sequence: group.firstSequence, offset: group.newSegment == nil ? group.offset : SegmentHeader.byteCount,
            spacing: self.limits.checkpointSpacing.bytes)
        for content in group.contents {
            self.contents.apply(content)
            if case .seal = content { self.isSealing = false }
        }
        self.durable = group.tail
        var outcome = Outcome()
        outcome.finished = self.waiters.filter { $0.sequence <= group.lastSequence }.map(\.finish)
        self.waiters.removeAll { $0.sequence <= group.lastSequence }
        outcome.removed = self.removeSegments()
        return outcome
    }

    /// The group is not durable, and what was gathered behind it cannot be without it. `brokenBy` says that what is on disk of it
    /// could not be taken back.
    mutating func didFail(_ error: LogError, brokenBy: LogFileError?) -> Outcome {
        self.writing = nil
        self.account(self.durable.totalByteCount - self.tail.totalByteCount)
        self.tail = self.durable
        self.gathering = []
        self.openGroup()
        self.keys.removeAll(from: self.durable.nextSequence)
        self.carriedKeys = nil
        self.isSealing = false
        if let brokenBy { self.condition = .failed(.broken(brokenBy)) }
        defer { self.waiters = [] }
        return Outcome(finished: self.waiters.map(\.finish), error: error)
    }

    /// Takes out the oldest segments whose rows the engine has, once their keys are safe elsewhere.
    private mutating func removeSegments() -> [LogSegment] {
        if let carried = self.carriedKeys {
            guard carried.home < self.durable.nextSequence else { return [] }
            self.keys.move(homedBefore: carried.boundary, to: carried.home)
            self.carriedKeys = nil
        }
        let count = self.contents.deletableSegmentCount
        guard count > 0 else { return [] }
        let boundary = self.contents.segments[count].header.firstSequence
        let living = self.keys.keys(homedBefore: boundary)
        guard living.isEmpty else {
            for start in stride(from: 0, to: living.count, by: self.limits.keysInRecord) {
                self.gather(.keys(Array(living[start..<min(start + self.limits.keysInRecord, living.count)])))
            }
            self.carriedKeys = (boundary, self.tail.nextSequence - 1)
            return []
        }
        let removed = Array(self.contents.segments[..<count])
        self.contents.segments.removeFirst(count)
        self.account(-removed.reduce(0) { $0 + $1.byteCount })
        return removed
    }
}
