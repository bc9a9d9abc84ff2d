// Part of Martlet. Apache License 2.0; see LICENSE.

/// What health checks and metrics are told of the child process.
package enum EngineState: Sendable, Equatable {
    /// It has never answered yet.
    case starting
    /// It answers.
    case ready
    /// It ended, and is being started again for the given time in a row.
    case restarting(attempt: Int)
    /// It was told to stop and has, or was never started.
    case stopped
}
