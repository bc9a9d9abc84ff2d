// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The bounds of the ingest room.
package enum IngestLimits {
    /// Bytes of one request's body, after decompression (http-api contract, 21).
    package static let bodySize = ByteCount.mebibytes(10)
    /// Compiled row plans kept in memory.
    package static let compiledPlans = 10_000
    /// Bytes of all logs together: what a server keeps for an engine that is away.
    package static let logSize = ByteCount.gibibytes(32)
    /// Bytes of the newest rows that all logs together hold in memory; what does not fit is read back from the disk.
    package static let memorySize = ByteCount.mebibytes(96)
    /// How long a caller that asked to wait is kept waiting; its rows are safe and arrive later.
    package static let waitForCommit = Duration.seconds(30)
    /// How long an import waits for a log that is full before it ends.
    package static let waitForLog = Duration.seconds(60)
    /// How long a deployment waits for the batches on their way; after it the engine has other troubles.
    package static let waitForBatches = Duration.seconds(60)
    /// Quarantined rows that are read and appended together when they are replayed: a batch of ordinary size.
    static let replayRows = 10_000
    /// Bytes of their texts, but for a single row that has more.
    static let replaySize = ByteCount.mebibytes(4)
    /// Bytes of them as the engine writes them: JSON may take six bytes for one, and the longest row must fit.
    static let replayTextSize = ByteCount.mebibytes(256)
    /// Reasons that the summary of a quarantine tells, the most frequent ones.
    static let quarantineReasons = 5
    /// Rows of a quarantine that are shown at once.
    package static let quarantineRows = 1_000
    /// Batches that are inserted at the same time, for all workspaces together; more of them than cores only delay each other.
    package static let concurrentInserts = 4
    /// Batches that the engine receives while it inserts the one before, of the same data source.
    package static let insertsAhead = 2
}
