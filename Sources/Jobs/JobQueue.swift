// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// Whose turn it is: workspaces take turns, the jobs of one go in the order in which they came.
package struct JobQueue: Sendable {
    private let limits: JobLimits
    /// Oldest first; no entry is empty.
    private var waiting: [WorkspaceID: [String]] = [:]
    /// The workspaces that have waiting jobs, the one whose turn it is first.
    private var turns: [WorkspaceID] = []
    private var workingCounts: [WorkspaceID: Int] = [:]

    package init(limits: JobLimits) { self.limits = limits }

    /// Takes in a job; false if too many of its workspace wait already.
    package mutating func add(_ id: String, of workspace: WorkspaceID) -> Bool {
        let count = self.waiting[workspace]?.count ?? 0
        guard count < self.limits.waiting else { return false }
        if count == 0 { self.turns.append(workspace) }
        self.waiting[workspace, default: []].append(id)
        return true
    }

    /// The job that begins now, nil if none may; `end` must follow.
    package mutating func next() -> String? {
        guard self.workingCounts.values.reduce(0, +) < self.limits.atOnce,
            let workspace = self.turns.first(where: { self.workingCounts[$0, default: 0] < self.limits.perWorkspace }),
            let id = self.waiting[workspace]?.first
        else { return nil }
        self.remove(id, of: workspace)
        if self.waiting[workspace] != nil {
            // The others come first.
            self.turns.removeAll { $0 == workspace }
            self.turns.append(workspace)
        }
        self.workingCounts[workspace, default: 0] += 1
        return id
    }

    /// Forgets a job that waits.
    package mutating func remove(_ id: String, of workspace: WorkspaceID) {
        self.waiting[workspace]?.removeAll { $0 == id }
        guard self.waiting[workspace]?.isEmpty == true else { return }
        self.waiting[workspace] = nil
        self.turns.removeAll { $0 == workspace }
    }

    /// Makes room: a job that `next` gave has ended.
    package mutating func end(of workspace: WorkspaceID) {
        guard let count = self.workingCounts[workspace] else { preconditionFailure("a job ends that did not begin") }
        self.workingCounts[workspace] = count > 1 ? count - 1 : nil
    }
}
