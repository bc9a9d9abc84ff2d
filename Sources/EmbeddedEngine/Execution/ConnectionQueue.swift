// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// Lends the connections to one statement each; those that find none wait in the order they came, up to a limit.
final class ConnectionQueue: Sendable {
    private let state: Mutex<State>
    private let limit: Int

    private struct State {
        var idle: [EngineConnection]
        var waiters: [(runID: String, continuation: CheckedContinuation<EngineConnection, any Error>)] = []
    }

    init(connections: [EngineConnection], limit: Int) {
        self.limit = limit
        self.state = Mutex(State(idle: connections))
    }

    /// A connection for a run, the one whose session is nearest to what its plan needs.
    func borrow(for run: QueryRun, plan: QueryPlan) async throws -> EngineConnection {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = self.state.withLock { state -> Result<EngineConnection, EngineException>? in
                guard state.idle.isEmpty else {
                    return .success(state.idle.remove(at: Self.nearest(to: plan, among: state.idle)))
                }
                guard state.waiters.count < self.limit else { return .failure(.tooManyQueries(limit: self.limit)) }
                state.waiters.append((run.id, continuation))
                return nil
            }
            if let outcome { continuation.resume(with: outcome.mapError { $0 as any Error }) }
        }
    }

    /// Among several, the one that was used last.
    private static func nearest(to plan: QueryPlan, among idle: [EngineConnection]) -> Int {
        idle.lastIndex { $0.keptSettings == plan.settings && $0.currentDatabase == plan.database }
            ?? idle.lastIndex { $0.keptSettings == plan.settings } ?? idle.lastIndex { $0.keptSettings == nil } ?? idle.count - 1
    }

    /// Takes a connection back, or hands it on.
    func giveBack(_ connection: EngineConnection) {
        let waiter = self.state.withLock { state -> CheckedContinuation<EngineConnection, any Error>? in
            guard !state.waiters.isEmpty else {
                state.idle.append(connection)
                return nil
            }
            return state.waiters.removeFirst().continuation
        }
        waiter?.resume(returning: connection)
    }

    /// Ends the waiting of a run, if it waits.
    func dismiss(_ run: QueryRun, with exception: EngineException) {
        let waiter = self.state.withLock { state in
            state.waiters.firstIndex { $0.runID == run.id }.map { state.waiters.remove(at: $0).continuation }
        }
        waiter?.resume(throwing: exception)
    }

    /// Closes the connections that nobody has.
    func close() {
        for connection in self.state.withLock({ $0.idle }) { connection.close() }
    }
}
