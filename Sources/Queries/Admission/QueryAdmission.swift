// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// The gate in front of the engine: it lets in as many queries as run well together, and the others wait in their caller's line.
package final class QueryAdmission: Sendable {
    private let patience: Duration
    private let state: Mutex<State>

    private struct State {
        var queue: AdmissionQueue
        var waiters: [AdmissionTicket: Waiter] = [:]

        /// Notes how a wait ends; gives back who is to be told.
        mutating func settle(_ ticket: AdmissionTicket, _ outcome: Result<Void, any Error>) -> CheckedContinuation<Void, any Error>? {
            if case .waiting(let continuation)? = self.waiters.removeValue(forKey: ticket) { return continuation }
            self.waiters[ticket] = .settled(outcome)
            return nil
        }
    }

    private enum Waiter {
        case waiting(CheckedContinuation<Void, any Error>)
        /// The end of the waiting came before its beginning.
        case settled(Result<Void, any Error>)
    }

    package init(limits: AdmissionLimits) {
        self.patience = limits.patience
        self.state = Mutex(State(queue: AdmissionQueue(limits: limits)))
    }

    /// Waits for the turn of a query; throws an ``AdmissionRefusal`` if it does not come.
    package func admit(_ caller: QueryCaller) async throws -> AdmissionPermit {
        switch self.state.withLock({ $0.queue.enter(caller) }) {
        case .run: break
        case .refuse(let refusal): throw refusal
        case .wait(let ticket): try await self.waitPatiently(with: ticket, of: caller)
        }
        return AdmissionPermit(self, caller: caller)
    }

    // MARK: Waiting

    private func waitPatiently(with ticket: AdmissionTicket, of caller: QueryCaller) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                guard (try? await Task.sleep(for: self.patience)) != nil else { return }
                self.giveUp(ticket, of: caller) { AdmissionRefusal.waitedTooLong($0, patience: self.patience) }
            }
            try await withTaskCancellationHandler {
                try await self.turn(of: ticket)
            } onCancel: {
                self.giveUp(ticket, of: caller) { _ in CancellationError() }
            }
        }
    }

    private func turn(of ticket: AdmissionTicket) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = self.state.withLock { state -> Result<Void, any Error>? in
                guard case .settled(let outcome)? = state.waiters.removeValue(forKey: ticket) else {
                    state.waiters[ticket] = .waiting(continuation)
                    return nil
                }
                return outcome
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    private func giveUp(_ ticket: AdmissionTicket, of caller: QueryCaller, because reason: (AdmissionObstacle) -> any Error) {
        let told = self.state.withLock { state -> (CheckedContinuation<Void, any Error>, any Error)? in
            guard let obstacle = state.queue.giveUp(ticket, of: caller) else { return nil }
            let error = reason(obstacle)
            return state.settle(ticket, .failure(error)).map { ($0, error) }
        }
        if let (continuation, error) = told { continuation.resume(throwing: error) }
    }

    // MARK: The ends of permits

    func finishRunning(_ caller: QueryCaller, unread byteCount: Int) {
        self.change { $0.finishRunning(caller, unread: byteCount) }
    }

    func forget(unread byteCount: Int, of caller: QueryCaller) {
        self.change { $0.forget(unread: byteCount, of: caller) }
    }

    /// Lets those begin who may after a change.
    private func change(_ event: (inout AdmissionQueue) -> [AdmissionTicket]) {
        let begun = self.state.withLock { state in
            event(&state.queue).compactMap { state.settle($0, .success(())) }
        }
        for continuation in begun { continuation.resume() }
    }
}
