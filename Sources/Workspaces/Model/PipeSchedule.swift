// Part of Martlet. Apache License 2.0; see LICENSE.

/// What is kept of a pipe that runs at given times, beside its datafile: whether it is paused, and how far it has come.
package struct PipeSchedule: Sendable, Hashable {
    package let workspace: WorkspaceID
    package let pipe: ResourceID
    /// The cron expression that this is about: when a deployment changes it, counting begins anew.
    package var cron: String
    package var isPaused = false
    /// All that was due up to here, in seconds since 1970, was run or passed over.
    package var settledUntil: Int

    package init(workspace: WorkspaceID, pipe: ResourceID, cron: String, settledUntil: Int) {
        self.workspace = workspace
        self.pipe = pipe
        self.cron = cron
        self.settledUntil = settledUntil
    }
}
