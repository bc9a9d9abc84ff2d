// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization
package import Workspaces

/// A job that has not ended, as its work sees it: where to tell of progress and to ask whether it should end.
package final class RunningJob: Sendable {
    private struct State {
        var job: Job
        /// Ends what the work waits for; nil where only the work itself can end it.
        var interrupt: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    init(_ job: Job) { self.state = Mutex(State(job: job)) }

    package var job: Job { self.state.withLock { $0.job } }

    // MARK: For the work

    package func report(_ change: (inout JobProgress) -> Void) {
        let now = Timestamp.now()
        self.state.withLock { $0.job.report(change, at: now) }
    }

    package var isCancelled: Bool { self.job.status == .cancelling }

    /// Between two pieces of the work: throws if it should end here.
    package func checkCancellation() throws {
        if self.isCancelled { throw CancellationError() }
        try Task.checkCancellation()
    }

    /// Before the one step that cannot be taken back: from here on nobody can cancel the job. Throws if somebody has.
    package func passPointOfNoReturn() throws {
        try Task.checkCancellation()
        let isPassed = self.state.withLock { state in
            let isPassed = state.job.passPointOfNoReturn()
            if isPassed { state.interrupt = nil }
            return isPassed
        }
        guard isPassed else { throw CancellationError() }
    }

    // MARK: For the service

    func start() {
        let now = Timestamp.now()
        self.state.withLock { $0.job.start(at: now) }
    }

    /// `interrupt` is called when the job is cancelled, or the server stops, up to the point of no return.
    func onInterrupt(_ interrupt: @escaping @Sendable () -> Void) {
        let isLate = self.state.withLock { state in
            guard state.job.status != .cancelling else { return true }
            state.interrupt = interrupt
            return false
        }
        if isLate { interrupt() }
    }

    /// Marks the job as one that should end; ``interrupt()`` makes it hurry. Nil if it is too late.
    func cancel() -> Job? {
        let now = Timestamp.now()
        return self.state.withLock { state in state.job.cancel(at: now) ? state.job : nil }
    }

    /// Ends what the work waits for.
    func interrupt() { self.state.withLock { $0.interrupt.take() }?() }

    func end(_ status: Job.Status, error: String?) -> Job {
        let now = Timestamp.now()
        return self.state.withLock { state in
            state.job.end(status, error: error, at: now)
            state.interrupt = nil
            return state.job
        }
    }
}
