// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// Keeps answers while they are true, and lets identical requests that come together share one run of the engine.
///
/// An answer is kept under what its tables were like before the engine was asked. If they have changed since, while it was computed
/// or later, it is never given to anyone.
package final class AnswerCache: Sendable {
    private let state: Mutex<State>
    let watch: any TableWatch

    private struct State {
        var answers: RecentAnswers
        var flights: [Flight: Waiters] = [:]
        var lastWaiter = 0
    }

    /// An answer on its way. Who comes later may wait for it if the tables are still the same.
    private struct Flight: Hashable {
        let key: AnswerKey
        let versions: TableVersions
    }

    private typealias Waiters = [Int: CheckedContinuation<Landing, any Error>]

    /// How a flight ends.
    private enum Landing: Sendable {
        case answer(Answer)
        /// The answer is too large to be shared.
        case tooLarge
        case failed(any Error)
        /// Who was to ask the engine left, or did not get to it.
        case abandoned
    }

    /// What became of running the engine for a shared answer.
    enum Run<Large: Sendable>: Sendable {
        case whole(Answer)
        case large(Large)
    }

    package init(watch: any TableWatch, limit: Int) {
        self.watch = watch
        self.state = Mutex(State(answers: RecentAnswers(limit: limit)))
    }

    /// A kept answer that is still true.
    func answer(for key: AnswerKey) async -> Answer? {
        guard let answer = self.state.withLock({ $0.answers.answer(for: key) }) else { return nil }
        if await self.watch.versions(of: answer.tables) == answer.versions { return answer }
        self.state.withLock { $0.answers.forget(key) }
        return nil
    }

    /// How many requests wait for the answer to another.
    var waiterCount: Int { self.state.withLock { $0.flights.values.reduce(0) { $0 + $1.count } } }

    func keep(_ answer: Answer, for key: AnswerKey) { self.state.withLock { $0.answers.keep(answer, for: key) } }

    /// What `run` gives, or what it gave to another request that came before while the tables were in the same versions.
    func share<Large>(
        _ key: AnswerKey, at versions: TableVersions, run: () async throws -> Run<Large>
    ) async throws -> (result: Run<Large>, outcome: CacheOutcome) {
        let flight = Flight(key: key, versions: versions)
        while true {
            guard let landing = try await self.wait(for: flight) else { return (try await self.lead(flight, run: run), .miss) }
            switch landing {
            case .answer(let answer): return (.whole(answer), .hit)
            case .tooLarge: return (try await run(), .miss)
            case .failed(let error): throw error
            case .abandoned: continue
            }
        }
    }

    private func lead<Large>(_ flight: Flight, run: () async throws -> Run<Large>) async throws -> Run<Large> {
        do {
            let result = try await run()
            switch result {
            case .whole(let answer):
                self.keep(answer, for: flight.key)
                self.land(flight, .answer(answer))
            case .large: self.land(flight, .tooLarge)
            }
            return result
        } catch {
            // What the engine says of the query holds for all; that this caller left, or has had his share of turns, does not.
            self.land(flight, error is CallerError && !Task.isCancelled ? .failed(error) : .abandoned)
            throw error
        }
    }

    /// How the flight ended that is under way; nil if there was none, and the caller now leads it.
    private func wait(for flight: Flight) async throws -> Landing? {
        let waiter = self.state.withLock { state -> Int? in
            guard state.flights[flight] != nil else {
                state.flights[flight] = [:]
                return nil
            }
            state.lastWaiter += 1
            return state.lastWaiter
        }
        guard let waiter else { return nil }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let hasLanded = self.state.withLock { state in
                    guard !Task.isCancelled, state.flights[flight] != nil else { return true }
                    state.flights[flight]?[waiter] = continuation
                    return false
                }
                // It ended before there was someone to tell: the caller looks again.
                if hasLanded { continuation.resume(with: Task.isCancelled ? .failure(CancellationError()) : .success(.abandoned)) }
            }
        } onCancel: {
            self.state.withLock { $0.flights[flight]?.removeValue(forKey: waiter) }?.resume(throwing: CancellationError())
        }
    }

    private func land(_ flight: Flight, _ landing: Landing) {
        let waiters = self.state.withLock { $0.flights.removeValue(forKey: flight) } ?? [:]
        for continuation in waiters.values { continuation.resume(returning: landing) }
    }
}
