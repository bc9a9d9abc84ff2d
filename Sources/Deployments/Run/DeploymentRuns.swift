// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// The work on deployments that outlives the requests for it.
package final class DeploymentRuns: Sendable {
    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var count = 0
        var isOver = false
    }

    private let state = Mutex(State())

    /// Runs something that ends early when the server stops.
    @discardableResult
    func start<Result: Sendable>(_ work: @Sendable @escaping () async throws -> Result) -> Task<Result, any Error> {
        let task = Task { try await work() }
        self.state.withLock { state in
            state.count += 1
            let id = state.count
            guard !state.isOver else { return task.cancel() }
            state.tasks[id] = Task {
                await withTaskCancellationHandler {
                    _ = await task.result
                } onCancel: {
                    task.cancel()
                }
                self.state.withLock { _ = $0.tasks.removeValue(forKey: id) }
            }
        }
        return task
    }

    /// Ends all of it; what is not done the next start of the server does, or undoes.
    func stop() async {
        let tasks = self.state.withLock { state in
            state.isOver = true
            return Array(state.tasks.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
