// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// One statement on its way through the pool: waiting, running, done; and whether somebody wants it stopped.
final class QueryRun: Sendable {
    /// How the engine knows it: the beginning of its `log_comment`, and unique in this process.
    let id: String
    /// How its client calls it.
    let queryID: String
    /// Where its result grows.
    let result: MemoryFile?

    private let state = Mutex(State.waiting)

    private enum State {
        /// No thread has taken it yet. Next: `running`, `stopped`.
        case waiting
        /// The engine works on it. Next: `done`, `stopped`.
        case running
        /// It is to end with this exception; `isRunning` says whether the engine still works on it. Next: `done`.
        case stopped(EngineException, isRunning: Bool)
        /// The end.
        case done
    }

    private static let counter = Atomic(0)

    init(queryID: String, result: MemoryFile?) {
        self.id = String(Self.counter.add(1, ordering: .relaxed).newValue)
        self.queryID = queryID
        self.result = result
    }

    /// A thread begins to work on it; throws if it was stopped while it waited.
    func begin() throws(EngineException) {
        let exception = self.state.withLock { state -> EngineException? in
            if case .stopped(let exception, _) = state { return exception }
            state = .running
            return nil
        }
        if let exception { throw exception }
    }

    /// When a run was stopped.
    enum Stop {
        case whileWaiting
        case whileRunning
    }

    /// Asks it to end. Gives back where it must be ended; nil if it has ended or is about to.
    func stop(with exception: EngineException) -> Stop? {
        self.state.withLock { state in
            switch state {
            case .waiting:
                state = .stopped(exception, isRunning: false)
                return .whileWaiting
            case .running:
                state = .stopped(exception, isRunning: true)
                return .whileRunning
            case .stopped, .done:
                return nil
            }
        }
    }

    /// The engine has finished with it. Gives back why it was stopped, if it was.
    func end() -> EngineException? {
        self.state.withLock { state in
            defer { state = .done }
            if case .stopped(let exception, _) = state { return exception }
            return nil
        }
    }

    /// Whether the engine works on a statement that nobody wants any more.
    var mustBeKilled: Bool {
        self.state.withLock { state in
            if case .stopped(_, isRunning: true) = state { true } else { false }
        }
    }
}
