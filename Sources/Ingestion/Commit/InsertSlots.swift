// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// How many batches are inserted at once, shared fairly: workspaces take turns, however many data sources each has.
package actor InsertSlots {
    private(set) var free: Int
    /// Places for batches that are sent ahead of their turn. Nobody waits for them, so who has one may wait for who has a slot.
    private var freeAhead: Int
    /// Those who wait, by workspace. Each data source waits with one batch at the most, so the queues are bounded by their number.
    private(set) var queues: [WorkspaceID: [CheckedContinuation<Void, Never>]] = [:]
    /// The workspaces in the order of their turns.
    private var turns: [WorkspaceID] = []

    package init(count: Int, ahead: Int = 0) {
        self.free = count
        self.freeAhead = ahead
    }

    /// Runs `insert`, which waits for its turn by itself, if there is a place; false if not.
    func tryAhead(_ insert: @Sendable () async throws -> Void) async rethrows -> Bool {
        guard self.freeAhead > 0 else { return false }
        self.freeAhead -= 1
        defer { self.freeAhead += 1 }
        try await insert()
        return true
    }

    /// Runs `insert` when it is the workspace's turn.
    package func use<Result: Sendable>(
        for workspace: WorkspaceID, _ insert: @Sendable () async throws -> Result
    ) async rethrows -> Result {
        if self.free > 0 {
            self.free -= 1
        } else {
            await withCheckedContinuation { continuation in
                if self.queues[workspace] == nil { self.turns.append(workspace) }
                self.queues[workspace, default: []].append(continuation)
            }
        }
        defer { self.passOn() }
        return try await insert()
    }

    /// Gives the slot to the workspace whose turn it is; that workspace goes to the end of the line.
    private func passOn() {
        guard !self.turns.isEmpty else {
            self.free += 1
            return
        }
        let workspace = self.turns.removeFirst()
        guard var queue = self.queues.removeValue(forKey: workspace) else { preconditionFailure("who has a turn waits") }
        queue.removeFirst().resume()
        guard !queue.isEmpty else { return }
        self.queues[workspace] = queue
        self.turns.append(workspace)
    }
}
