// Part of Martlet. Apache License 2.0; see LICENSE.

/// The bounds of the room for jobs.
package struct JobLimits: Sendable {
    /// Jobs that work at a time for one workspace: one that is slow does not hold up the next.
    package var perWorkspace = 2
    /// Jobs that work at a time for all of them: each holds a few MiB, and the engine has a few cores.
    package var atOnce = 8
    /// Jobs of one workspace that wait for their turn; more are refused.
    package var waiting = 100
    /// Jobs of one workspace that are remembered, and how long (http-api contract, 23).
    package var history = 1_000
    package var historyDays = 2
    /// How often the progress of jobs is kept: what is told of them if the server is killed is at most so old.
    package var progressInterval = Duration.seconds(5)
    /// Jobs in a list (http-api contract, 12).
    package var listed = 100

    package init() {}
}
