// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Logging
internal import MartletCore
internal import Synchronization

/// The way of one data source's rows: kept in its log, gathered into batches, committed one batch after the other.
///
/// ```
/// append ──> log ──202──> caller          run: gather until due ──> seal ──> insert ──> commit ──200──> who waited
/// ```
///
/// While a batch is inserted the next one is sealed and sent, so that the engine waits neither for the disk nor for the wire.
package final class DataSourceFlow: Sendable {
    let log: DataSourceLog
    private let policy: BatchPolicy
    private let committer: BatchCommitter
    private let gate: IngestGate
    private let logger: Logger
    private let waiters = Mutex(CommitWaiters())
    private let files = Mutex(FileRows())
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    /// Whether the loop will wake by itself when the rows at hand are due.
    private let hasAlarm = Atomic(false)
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(log: DataSourceLog, committer: BatchCommitter, gate: IngestGate, policy: BatchPolicy, logger: Logger) {
        self.log = log
        self.policy = policy
        self.committer = committer
        self.gate = gate
        self.logger = logger
        (self.wakes, self.wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Begins to commit. Batches that a former process has sealed go first, and a deployment waits for them.
    func start() async {
        let hasBatches = !self.log.batches.isEmpty
        if hasBatches { await self.gate.enter() }
        let task = Task { await self.run(holdingGate: hasBatches) }
        self.task.withLock { $0 = task }
        self.wake.yield()
    }

    /// Ends committing; what is not committed stays in the log.
    func stop() async {
        let task = self.task.withLock { $0.take() }
        task?.cancel()
        self.wake.finish()
        await task?.value
        for waiter in self.waiters.withLock({ $0.end() }) { waiter.resume(returning: nil) }
        await self.log.close()
    }

    // MARK: For requests

    /// Keeps rows; they are durable when this returns.
    func append(_ rows: LogRows, ofFile isOfFile: Bool = false) async throws(LogError) -> LogReceipt {
        let receipt = try await self.log.append(rows)
        if isOfFile { self.files.withLock { $0.add(receipt) } }
        // Thousands of requests a second must not wake the loop each.
        if !self.hasAlarm.load(ordering: .sequentiallyConsistent) || self.policy.isFull(self.log.unsealed) { self.wake.yield() }
        return receipt
    }

    /// Waits until the engine has the rows of a receipt; nil if the task is cancelled before, or committing ends.
    func outcome(of receipt: LogReceipt) async -> CommitOutcome? {
        let id = self.waiters.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = self.waiters.withLock { waiters in
                    if Task.isCancelled || waiters.isOver || self.log.committedSequence >= receipt.sequence { return true }
                    // Who waits makes rows due sooner, the first of them for all.
                    if waiters.isEmpty { self.wake.yield() }
                    waiters.add(id, sequence: receipt.sequence, continuation)
                    return false
                }
                if isDone { continuation.resume(returning: self.log.committedSequence >= receipt.sequence ? .stored : nil) }
            }
        } onCancel: {
            self.waiters.withLock { $0.remove(id) }?.resume(returning: nil)
        }
    }

    // MARK: The loop

    private func run(holdingGate: Bool) async {
        for batch in self.log.batches where !Task.isCancelled { _ = await self.commit(batch, after: nil) }
        if holdingGate { await self.gate.leave() }
        var alarm: Task<Void, Never>?
        // At most two, each waiting for the one before.
        var commits: [Task<Bool, Never>] = []
        for await _ in self.wakes {
            self.hasAlarm.store(false, ordering: .sequentiallyConsistent)
            alarm?.cancel()
            while !Task.isCancelled, let rest = self.remainingTime {
                guard rest <= .zero else {
                    alarm = self.alarm(after: rest)
                    break
                }
                await self.gate.enter()
                let batch = await self.sealNextBatch()
                if commits.count == 2 { await Self.end(of: [commits.removeFirst()]) }
                commits.append(
                    Task { [previous = commits.last] in
                        let isCommitted = if let batch { await self.commit(batch, after: previous) } else { await previous?.value ?? true }
                        await self.gate.leave()
                        return isCommitted
                    })
            }
        }
        alarm?.cancel()
        await Self.end(of: commits)
    }

    /// Waits for tasks that are cancelled with this one.
    private static func end(of tasks: [Task<Bool, Never>]) async {
        await withTaskCancellationHandler {
            for task in tasks { _ = await task.value }
        } onCancel: {
            for task in tasks { task.cancel() }
        }
    }

    private func alarm(after rest: Duration) -> Task<Void, Never> {
        self.hasAlarm.store(true, ordering: .sequentiallyConsistent)
        return Task {
            try? await Task.sleep(for: rest)
            if !Task.isCancelled { self.wake.yield() }
        }
    }

    private var remainingTime: Duration? {
        let isAwaited = self.waiters.withLock { !$0.isEmpty }
        return self.policy.remainingTime(of: self.log.unsealed, isAwaited: isAwaited, now: .now)
    }

    /// Nil if there is nothing to seal, or it cannot be sealed now.
    private func sealNextBatch() async -> SealedBatch? {
        let rows = self.log.unsealed(rowLimit: self.policy.rows, byteLimit: self.policy.size.bytes)
        guard let last = rows.lastSequence else { return nil }
        do {
            guard let table = try self.committer.liveTable else {
                try await self.waitForTable()
                return nil
            }
            guard !self.committer.isHeld else {
                try await Task.sleep(for: Self.pauseOfHeldRows)
                return nil
            }
            // The token must be new in the table for all time, also if a log of this data source once began anew.
            let token = "\(self.log.dataSource)-\(last)-\(UInt64.random(in: .min ... .max))"
            let batch = try await self.log.seal(upTo: last, token: token, table: table)
            CrashPoint.pass(.seal)
            return batch
        } catch {
            self.logger.error("a batch cannot be sealed", metadata: ["error": "\(error)"])
            try? await Task.sleep(for: RetryDelay.longest)
            return nil
        }
    }

    /// A data source that was just deleted has no table; its flow is about to be stopped.
    private func waitForTable() async throws { try await Task.sleep(for: .seconds(1)) }

    /// A deployment that wants to go on waits no longer than this.
    private static let pauseOfHeldRows = Duration.milliseconds(20)

    /// Brings a batch into the engine, however long it takes; false if the flow was stopped before.
    private func commit(_ batch: SealedBatch, after previous: Task<Bool, Never>?) async -> Bool {
        let start = ContinuousClock.now
        let committed = await self.committer.commit(batch, of: self.log) { await previous?.value ?? true }
        guard let committed else { return false }
        self.log.commit(batch)
        CrashPoint.pass(.commit)
        let files = self.files.withLock { $0.remove(through: batch.lastSequence) }
        self.committer.report(committed, of: batch, files: files, elapsed: ContinuousClock.now - start)
        for waiter in self.waiters.withLock({ $0.removeAll(through: batch.lastSequence) }) { waiter.resume(returning: committed.outcome) }
        return true
    }
}
