// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Glibc
package import Logging
internal import MartletCore
internal import ServiceLifecycle

/// Keeps the engine's child process running for as long as the server runs.
package actor EngineSupervisor: Service {
    /// Where the child listens.
    package nonisolated var socketPath: String { self.configuration.socketPath }

    private let executable: String
    private let configuration: EngineConfiguration
    private let logger: Logger
    private var machine: SupervisorStateMachine
    private var child: ChildProcess?
    /// Those who wait for the child, by a number of their own.
    private var waiters: [Int: CheckedContinuation<Void, any Error>] = [:]
    private var waiterCount = 0

    private nonisolated let events: AsyncStream<Event>
    private nonisolated let eventInput: AsyncStream<Event>.Continuation

    private enum Event: Sendable {
        case child(ChildProcess.Event)
        case pauseEnded
        /// The child with this number should have got somewhere by now.
        case patienceEnded(processID: Int32)
        case shutDown
    }

    /// `executable` is this program; its verb `engine` takes the configuration's arguments.
    package init(executable: String, configuration: EngineConfiguration, logger: Logger) {
        self.init(executable: executable, configuration: configuration, logger: logger, limits: SupervisorStateMachine.Limits())
    }

    init(executable: String, configuration: EngineConfiguration, logger: Logger, limits: SupervisorStateMachine.Limits) {
        self.executable = executable
        self.configuration = configuration
        self.logger = logger
        self.machine = SupervisorStateMachine(limits: limits)
        (self.events, self.eventInput) = AsyncStream.makeStream()
    }

    package var state: EngineState {
        switch self.machine.state {
        case .starting(attempt: 0): .starting
        case .starting(let attempt), .pausing(let attempt): .restarting(attempt: attempt)
        case .ready: .ready
        case .idle, .stopping, .stopped: .stopped
        }
    }

    /// The child's number, while there is one.
    package var processID: Int32? { self.child?.processID }

    /// Returns once the child answers; throws `unavailable` if it does not before the deadline.
    package func waitUntilReady(deadline: ContinuousClock.Instant) async throws {
        if self.state == .ready { return }
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.nextReady() }
            group.addTask {
                try await Task.sleep(until: deadline, clock: .continuous)
                throw RequestError(.unavailable, "the engine did not become ready in time", retryAfterSeconds: 1)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    package func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                try self.perform(self.machine.start(), in: &group)
                for await event in self.events {
                    try self.perform(self.handle(event), in: &group)
                    if self.machine.state == .stopped { break }
                }
                group.cancelAll()
            }
        } onCancelOrGracefulShutdown: {
            self.eventInput.yield(.shutDown)
        }
        // A cancelled task gets no further events: the child must not outlive it.
        if self.machine.shutDown() == .terminate { self.child?.signal(SIGKILL) }
    }

    private func handle(_ event: Event) -> SupervisorStateMachine.Action {
        switch event {
        case .child(.ready):
            self.logger.info("engine is ready", metadata: ["pid": "\(self.child?.processID ?? 0)"])
            let action = self.machine.childBecameReady(now: .now)
            for waiter in self.waiters.values { waiter.resume() }
            self.waiters.removeAll()
            return action
        case .child(.ended(let status)):
            self.child = nil
            let action = self.machine.childEnded(now: .now)
            if self.machine.state != .stopped {
                self.logger.error("engine ended", metadata: ["status": "\(status)", "state": "\(self.state)"])
            }
            return action
        case .pauseEnded:
            return self.machine.pauseEnded()
        case .patienceEnded(let processID):
            return processID == self.child?.processID ? self.machine.patienceEnded() : .none
        case .shutDown:
            return self.machine.shutDown()
        }
    }

    private func perform(_ action: SupervisorStateMachine.Action, in group: inout ThrowingDiscardingTaskGroup<any Error>) throws {
        switch action {
        case .none, .finish:
            break
        case .spawn:
            let input = self.eventInput
            let child = try ChildProcess(executable: self.executable, arguments: ["engine"] + self.configuration.arguments) {
                input.yield(.child($0))
            }
            self.child = child
            self.send(.patienceEnded(processID: child.processID), after: self.machine.limits.startPatience, in: &group)
        case .pause(let duration):
            self.send(.pauseEnded, after: duration, in: &group)
        case .terminate:
            guard let child else { break }
            child.signal(SIGTERM)
            self.send(.patienceEnded(processID: child.processID), after: self.machine.limits.stopPatience, in: &group)
        case .kill:
            self.child?.signal(SIGKILL)
        }
    }

    private func send(_ event: Event, after duration: Duration, in group: inout ThrowingDiscardingTaskGroup<any Error>) {
        let input = self.eventInput
        group.addTask {
            guard (try? await Task.sleep(for: duration)) != nil else { return }
            input.yield(event)
        }
    }

    private func nextReady() async throws {
        self.waiterCount += 1
        let number = self.waiterCount
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if self.state == .ready {
                    continuation.resume()
                } else if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    self.waiters[number] = continuation
                }
            }
        } onCancel: {
            Task { await self.dropWaiter(number) }
        }
    }

    private func dropWaiter(_ number: Int) {
        self.waiters.removeValue(forKey: number)?.resume(throwing: CancellationError())
    }
}
