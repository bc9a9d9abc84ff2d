// Part of Martlet. Apache License 2.0; see LICENSE.

/// When the child process is started, stopped and started again.
///
/// A child that ends is started again after a pause that doubles each time, until one has been ready for a while.
struct SupervisorStateMachine {
    private(set) var state = State.idle
    let limits: Limits

    enum State: Equatable {
        /// Next: `starting`, `stopped`.
        case idle
        /// The child runs but does not answer yet. `attempt` is 0 for the first start. Next: `ready`, `pausing`, `stopping`.
        case starting(attempt: Int)
        /// The child answers. Next: `pausing`, `stopping`.
        case ready(attempt: Int, since: ContinuousClock.Instant)
        /// There is no child, but soon will be. Next: `starting`, `stopped`.
        case pausing(attempt: Int)
        /// The child was told to end. Next: `stopped`.
        case stopping
        /// The end.
        case stopped
    }

    enum Action: Equatable {
        case none
        /// Start a child, and watch that it is ready in time.
        case spawn
        /// Call ``pauseEnded()`` after this.
        case pause(Duration)
        /// Ask the child to end, and watch that it does.
        case terminate
        /// End the child.
        case kill
        /// Nothing is left to do.
        case finish
    }

    struct Limits: Equatable {
        var firstPause = Duration.milliseconds(100)
        var longestPause = Duration.seconds(10)
        /// A child that was ready for so long begins a new count of attempts.
        var stableAfter = Duration.seconds(30)
        /// How long a child may take to open its data. Large tables take seconds, not minutes.
        var startPatience = Duration.seconds(120)
        /// How long a child may take to end; it ends itself before.
        var stopPatience = Duration.seconds(30)
    }

    init(limits: Limits = Limits()) { self.limits = limits }

    mutating func start() -> Action {
        precondition(self.state == .idle, "a supervisor runs once")
        self.state = .starting(attempt: 0)
        return .spawn
    }

    mutating func childBecameReady(now: ContinuousClock.Instant) -> Action {
        if case .starting(let attempt) = self.state { self.state = .ready(attempt: attempt, since: now) }
        return .none
    }

    mutating func childEnded(now: ContinuousClock.Instant) -> Action {
        switch self.state {
        case .starting(let attempt):
            return self.pause(before: attempt + 1)
        case .ready(let attempt, let since):
            return self.pause(before: since.duration(to: now) < self.limits.stableAfter ? attempt + 1 : 1)
        case .stopping:
            self.state = .stopped
            return .finish
        case .idle, .pausing, .stopped:
            return .none
        }
    }

    mutating func pauseEnded() -> Action {
        guard case .pausing(let attempt) = self.state else { return .none }
        self.state = .starting(attempt: attempt)
        return .spawn
    }

    /// The child that was started, or told to end, has not got there in time.
    mutating func patienceEnded() -> Action {
        switch self.state {
        case .starting, .stopping: .kill
        case .idle, .ready, .pausing, .stopped: .none
        }
    }

    mutating func shutDown() -> Action {
        switch self.state {
        case .starting, .ready:
            self.state = .stopping
            return .terminate
        case .idle, .pausing:
            self.state = .stopped
            return .finish
        case .stopping, .stopped:
            return .none
        }
    }

    private mutating func pause(before attempt: Int) -> Action {
        self.state = .pausing(attempt: attempt)
        // Beyond 20 doublings every pause is the longest one.
        let factor = 1 << min(attempt - 1, 20)
        return .pause(min(self.limits.firstPause * factor, self.limits.longestPause))
    }
}
