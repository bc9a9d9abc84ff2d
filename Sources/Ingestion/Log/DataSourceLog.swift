// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// The write-ahead log of one data source: what it has answered for is on disk, and gets to the engine exactly once.
///
/// Requests append; a batcher seals what has gathered; a committer inserts each batch, reading it back, and commits. Batches are
/// sealed and committed one after the other. `docs/internals/wal-format.md` shows the bytes, `docs/internals/exactly-once.md` says
/// what holds when.
///
/// One process has the folder; who opens it sees to that.
package final class DataSourceLog: Sendable {
    package let dataSource: String
    /// What was found when the log was opened.
    package let recovery: LogRecovery
    private let limits: LogLimits
    private let writer: GroupWriter
    private let pool: LogSyncPool
    private let state: Mutex<LogState>

    /// Opens the log in `folder`, or begins one. Reads all of it, so it blocks for about a second per gigabyte.
    ///
    /// `budget` is the disk space of all logs together, `memory` bounds the rows that all of them hold in memory.
    package static func open(
        _ folder: String, dataSource: String, limits: LogLimits, budget: LogBudget, memory: LogBudget, pool: LogSyncPool,
        files: any LogFileSystem
    ) throws(LogError) -> DataSourceLog {
        precondition(
            1...SegmentHeader.idByteLimit ~= dataSource.utf8.count, "a data source's id has 1 to \(SegmentHeader.idByteLimit) bytes")
        var opener = LogOpener(folder: folder, dataSource: dataSource, limits: limits, files: files)
        return DataSourceLog(
            try opener.open(), folder: folder, limits: limits, budget: budget, memory: memory, pool: pool, files: files)
    }

    private init(
        _ recovered: RecoveredLog, folder: String, limits: LogLimits, budget: LogBudget, memory: LogBudget, pool: LogSyncPool,
        files: any LogFileSystem
    ) {
        self.dataSource = recovered.dataSource
        self.recovery = recovered.recovery
        self.limits = limits
        self.writer = GroupWriter(folder: folder, files: files)
        self.pool = pool
        self.state = Mutex(LogState(recovered, limits: limits, budget: budget, memory: memory))
    }

    // MARK: The walk of the rows

    /// Keeps rows, and returns when they are durable. Rows whose key is known are not kept again but answered with the first receipt.
    package func append(_ rows: LogRows) async throws(LogError) -> LogReceipt {
        try await withCheckedContinuation { continuation in
            self.append(rows) { continuation.resume(returning: $0) }
        }.get()
    }

    /// `append` for callers without a task: `finish` is called once, on any thread, and should only pass the result on.
    package func append(_ rows: LogRows, finish: @escaping @Sendable (Result<LogReceipt, LogError>) -> Void) {
        do throws(LogError) {
            let prepared = try PreparedRows(rows, limit: self.limits.recordSize)
            let step = try self.state.withLock { state throws(LogError) in
                try state.append(prepared) { receipt in
                    { error in finish(error.map { .failure($0) } ?? .success(receipt)) }
                }
            }
            switch step {
            case .known(let receipt): finish(.success(receipt))
            case .waiting(let needsScheduling): if needsScheduling { self.pool.enqueue(self) }
            }
        } catch {
            finish(.failure(error))
        }
    }

    /// What waits for a seal; all of it is durable.
    package var unsealed: UnsealedRows { self.state.withLock { $0.contents.unsealed.summary } }

    /// The oldest rows that wait for a seal, as many as stay within the bounds; at least one request's, if there is any.
    package func unsealed(rowLimit: Int, byteLimit: Int) -> UnsealedRows {
        self.state.withLock { $0.contents.unsealed.summary(rowLimit: rowLimit, byteLimit: byteLimit) }
    }

    /// All rows up to this sequence are in the engine.
    package var committedSequence: UInt64 { self.state.withLock { $0.contents.committedSequence } }

    /// The batches that were sealed and not committed, oldest first.
    package var batches: [SealedBatch] { self.state.withLock { $0.contents.batches } }

    /// Bytes on disk, and on their way there.
    package var byteCount: Int { self.state.withLock { $0.byteCount } }

    /// Makes one batch of all unsealed rows up to `sequence`, and returns when that is durable.
    package func seal(upTo sequence: UInt64, token: String, table: String) async throws(LogError) -> SealedBatch {
        try await withCheckedContinuation { continuation in
            self.seal(upTo: sequence, token: token, table: table) { continuation.resume(returning: $0) }
        }.get()
    }

    /// `seal` for callers without a task.
    package func seal(
        upTo sequence: UInt64, token: String, table: String, finish: @escaping @Sendable (Result<SealedBatch, LogError>) -> Void
    ) {
        do throws(LogError) {
            let needsScheduling = try self.state.withLock { state throws(LogError) in
                try state.seal(upTo: sequence, token: token, table: table) { batch in
                    { error in finish(error.map { .failure($0) } ?? .success(batch)) }
                }
            }
            if needsScheduling { self.pool.enqueue(self) }
        } catch {
            finish(.failure(error))
        }
    }

    /// The rows of a batch; what is not in memory any more is read back, every byte checked again. Blocks: call it from a thread that
    /// may.
    package func read(_ batch: SealedBatch) throws(LogError) -> [RowsRecord] {
        let (recent, segments) = self.state.withLock { ($0.recent.records(of: batch), $0.contents.segments) }
        if let recent { return recent }
        return try BatchReader(segments: segments).read(batch)
    }

    /// Notes that the engine has a batch, and all before it. Returns at once; nobody needs to wait until this is durable.
    package func commit(_ batch: SealedBatch) {
        if self.state.withLock({ $0.commit(batch) }) { self.pool.enqueue(self) }
    }

    /// Takes no more rows, and returns when everything is on disk.
    package func close() async {
        self.state.withLock { $0.close() }
        // The second time for the mark behind the last group, which proves that group whole.
        try? await self.flush()
        try? await self.flush()
    }

    /// Returns when everything is on disk that was taken in before, commits too, for which nobody waits otherwise.
    package func settle() async throws(LogError) {
        // The first may be answered by a group that was being written already.
        try await self.flush()
        try await self.flush()
    }

    private func flush() async throws(LogError) {
        let error: LogError? = await withCheckedContinuation { continuation in
            let (needsScheduling, failure) = self.state.withLock { state in
                (state.flush { continuation.resume(returning: $0) }, state.failure)
            }
            if needsScheduling == nil { continuation.resume(returning: failure) }
            if needsScheduling == true { self.pool.enqueue(self) }
        }
        if let error { throw error }
    }

    // MARK: On a thread of the pool

    func writeNextGroup() {
        if let (group, segment) = self.state.withLock({ $0.takeGroup() }) {
            let outcome: LogState.Outcome
            do throws(GroupFailure) {
                let newFile = try self.writer.write(group, to: segment)
                outcome = self.state.withLock { $0.didWrite(newFile: newFile) }
            } catch {
                outcome = self.state.withLock { $0.didFail(error) }
            }
            for finish in outcome.finished { finish(outcome.error) }
            self.writer.remove(outcome.removed)
        }
        if let (mark, offset, file) = self.state.withLock({ $0.takeMark() }) {
            do throws(LogFileError) {
                try file.write(mark, at: offset)
            } catch {
                self.state.withLock { $0.putBack(mark: mark) }
            }
        }
        if self.state.withLock({ $0.goesOn() }) { self.pool.enqueue(self) }
    }
}
