// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
package import Logging
internal import MartletCore
package import Observability
internal import Synchronization
package import Workspaces

/// The door of the room for jobs: work that may outlive its request, that can be watched and cancelled, and that is told of afterwards.
///
/// A job is in the catalog from its first moment on, so whoever asks after a restart is told what became of it. What it does is the
/// caller's: a closure that reports its progress and looks, between two pieces, whether it should end.
package final class JobService: Sendable {
    package typealias Work = @Sendable (RunningJob) async throws -> Void

    private struct State {
        var queue: JobQueue
        var open: [String: RunningJob] = [:]
        var work: [String: Work] = [:]
        var isStopped = false
    }

    private let catalog: WorkspaceCatalog
    private let serviceLog: ServiceLog
    private let limits: JobLimits
    private let logger: Logger
    private let state: Mutex<State>
    private let turns: AsyncStream<Void>
    private let turn: AsyncStream<Void>.Continuation

    package init(catalog: WorkspaceCatalog, limits: JobLimits = JobLimits(), serviceLog: ServiceLog = ServiceLog(), logger: Logger) {
        self.catalog = catalog
        self.serviceLog = serviceLog
        self.limits = limits
        self.logger = logger
        self.state = Mutex(State(queue: JobQueue(limits: limits)))
        (self.turns, self.turn) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: Beginning

    /// Takes in work that begins when there is room for it, and returns at once.
    package func enqueue(_ job: Job, work: @escaping Work) async throws -> Job {
        try await self.save(job)
        let refusal: JobError? = self.state.withLock { state in
            if state.isStopped { return .stopping }
            guard state.queue.add(job.id, of: job.workspace) else { return .tooManyWaiting }
            state.open[job.id] = RunningJob(job)
            state.work[job.id] = work
            return nil
        }
        if let refusal {
            var job = job
            job.end(.error, error: refusal.message, at: .now())
            try await self.save(job)
            throw refusal
        }
        self.turn.yield()
        return job
    }

    /// Goes on with a job that a former run of the server left open.
    package func resume(_ id: String, of workspace: WorkspaceID, work: @escaping Work) async throws {
        var job = try await self.job(id, of: workspace)
        guard !job.status.isEnd else { throw JobError.unknown(id) }
        job.waitAgain(at: .now())
        _ = try await self.enqueue(job, work: work)
    }

    /// Does work that cannot wait, because its request is what it reads, and returns when it has ended; throws what the work throws.
    package func perform(_ job: Job, work: (RunningJob) async throws -> Void) async throws -> Job {
        let running = RunningJob(job)
        running.start()
        self.state.withLock { $0.open[job.id] = running }
        do {
            try await self.save(running.job)
            try await work(running)
        } catch {
            let ended = await self.end(running, after: error)
            throw ended.status == .cancelled ? JobError.cancelled(note: ended.error ?? "") : error
        }
        return await self.end(running, after: nil)
    }

    // MARK: Asking

    package func job(_ id: String, of workspace: WorkspaceID) async throws -> Job {
        if let job = self.open(id)?.job, job.workspace == workspace { return job }
        guard let job = try await self.catalog.job(id, of: workspace) else { throw JobError.unknown(id) }
        return job
    }

    /// The newest jobs that meet a condition, newest first.
    package func jobs(of workspace: WorkspaceID, where isWanted: (Job) -> Bool) async throws -> [Job] {
        let jobs = try await self.catalog.jobs(of: workspace, since: self.oldest)
        let open = self.state.withLock { $0.open }
        return Array(jobs.lazy.map { open[$0.id]?.job ?? $0 }.filter(isWanted).prefix(self.limits.listed))
    }

    /// Asks a job to end: `cancelled` if it has not begun, else `cancelling`.
    package func cancel(_ id: String, of workspace: WorkspaceID) async throws -> Job {
        guard let running = self.open(id), running.job.workspace == workspace else {
            throw JobError.tooLateToCancel(try await self.job(id, of: workspace).id)
        }
        // Under the lock, so that a job that waits does not begin at the same moment.
        let cancelled = self.state.withLock { state in
            let job = running.cancel()
            if job?.status == .cancelled {
                state.queue.remove(id, of: workspace)
                state.work[id] = nil
            }
            return job
        }
        guard let job = cancelled else { throw JobError.tooLateToCancel(id) }
        running.interrupt()
        if job.status == .cancelled { await self.close(job) }
        return job
    }

    // MARK: Running

    /// Ends, in the catalog, the jobs that a former run of the server left open, but for those that will be resumed. Before anything
    /// is taken in.
    package func recover(sparing resumed: Set<String> = []) async throws {
        for var job in try await self.catalog.openJobs() where !resumed.contains(job.id) {
            job.end(.error, error: Self.interruption(of: job), at: .now())
            try await self.save(job)
        }
    }

    /// Runs jobs until `stop`, and returns when none works any more.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.keepProgress() }
            await self.takeTurns()
            group.cancelAll()
        }
    }

    private func takeTurns() async {
        await withDiscardingTaskGroup { group in
            for await _ in self.turns {
                while let (running, work) = self.next() {
                    group.addTask {
                        await self.run(running, work)
                        self.state.withLock { $0.queue.end(of: running.job.workspace) }
                        self.turn.yield()
                    }
                }
            }
        }
    }

    /// Saves what has changed from time to time, until it is cancelled.
    private func keepProgress() async {
        var saved: [String: JobProgress] = [:]
        while (try? await Task.sleep(for: self.limits.progressInterval)) != nil {
            let jobs = self.state.withLock { $0.open.values.map(\.job) }
            let changed = jobs.filter { $0.progress != saved[$0.id] ?? JobProgress() }
            saved = Dictionary(uniqueKeysWithValues: jobs.map { ($0.id, $0.progress) })
            guard !changed.isEmpty else { continue }
            do { try await self.catalog.saveProgress(of: changed) } catch {
                self.logger.warning("the progress of jobs cannot be saved", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Takes in nothing more and interrupts what can be interrupted.
    package func stop() {
        let open = self.state.withLock { state in
            state.isStopped = true
            return Array(state.open.values)
        }
        for running in open { running.interrupt() }
        self.turn.finish()
    }

    private func next() -> (RunningJob, Work)? {
        self.state.withLock { state in
            // One that waits when the server stops is ended by the next start.
            while !state.isStopped, let id = state.queue.next() {
                guard let running = state.open[id], let work = state.work.removeValue(forKey: id) else {
                    preconditionFailure("a job that waits has work")
                }
                running.start()
                return (running, work)
            }
            return nil
        }
    }

    private func run(_ running: RunningJob, _ work: @escaping Work) async {
        do { try await self.save(running.job) } catch {
            // It works all the same, and its end is saved.
            self.logger.error("the start of a job cannot be saved", metadata: ["job": "\(running.job.id)", "error": "\(error)"])
        }
        let task = Task { try await work(running) }
        running.onInterrupt { task.cancel() }
        if self.state.withLock({ $0.isStopped }) { running.interrupt() }
        let error: (any Error)?
        do {
            try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            error = nil
        } catch let failure {
            error = failure
        }
        _ = await self.end(running, after: error)
    }

    // MARK: Ending

    private func end(_ running: RunningJob, after error: (any Error)?) async -> Job {
        let job: Job
        switch error {
        case nil:
            job = running.end(.done, error: nil)
        case .some(let error as JobError) where error == .postponed:
            // In the catalog it stays open.
            self.state.withLock { _ = $0.open.removeValue(forKey: running.job.id) }
            return running.job
        case .some(let error) where running.isCancelled:
            job = running.end(.cancelled, error: (error as? JobError)?.note)
        case .some(is CancellationError):
            job = running.end(.error, error: Self.interruption(of: running.job))
        case .some(let error as any ServiceError):
            job = running.end(.error, error: error.message)
            self.logger.debug("job failed", metadata: ["job": "\(job.id)", "error": "\(error.logDetail)"])
        case .some(let error):
            job = running.end(.error, error: "internal error, job \(running.job.id)")
            self.logger.error("job failed unexpectedly", metadata: ["job": "\(job.id)", "error": "\(error)"])
        }
        await self.close(job)
        return job
    }

    /// Leaves an ended job to the catalog; one that cannot be saved is answered from memory.
    private func close(_ job: Job) async {
        do {
            // What is done is told even if its task was cancelled meanwhile.
            try await Task { try await self.save(job) }.value
            self.state.withLock { _ = $0.open.removeValue(forKey: job.id) }
        } catch {
            self.logger.error("the end of a job cannot be saved", metadata: ["job": "\(job.id)", "error": "\(error)"])
        }
    }

    private func open(_ id: String) -> RunningJob? { self.state.withLock { $0.open[id] } }

    private var oldest: Timestamp { Timestamp(Date(timeIntervalSinceNow: -86_400 * Double(self.limits.historyDays))) }

    private func save(_ job: Job) async throws {
        try await self.catalog.save(job, forgettingBefore: self.oldest, keeping: self.limits.history)
        self.serviceLog.add(job)
    }

    private static func interruption(of job: Job) -> String {
        guard job.status != .waiting else { return "the server stopped before this job began; nothing was done, start it again" }
        let rowCount = job.progress.rowCount + job.progress.quarantinedCount
        return rowCount == 0 ? job.interruption : "\(job.interruption) (it had taken in at least \(rowCount) rows)"
    }
}

extension JobError {
    fileprivate var note: String? { if case .cancelled(let note) = self { note } else { nil } }
}
