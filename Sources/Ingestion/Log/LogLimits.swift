// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The bounds of a log.
package struct LogLimits: Sendable {
    /// Bytes of a segment: large enough that its creation costs nothing, small enough that space comes back soon.
    package var segmentSize = ByteCount.mebibytes(64)
    /// A segment ends here, without regard to keys, when the engine has all rows: it is what an idle data source leaves on disk, and what a
    /// start has to read of it.
    package var idleSegmentSize = ByteCount.mebibytes(4)
    /// Bytes of one record: a request's body is at most 10 MiB, its block seldom larger. Records fit into a segment.
    package var recordSize = ByteCount.mebibytes(32)
    /// Bytes of one log on disk: at 10 MB/s, a quarter of an hour without an engine.
    package var logSize = ByteCount.gibibytes(8)
    /// Bytes that wait for the disk in one log: half a second of a slow disk, and at least one record.
    package var pendingSize = ByteCount.mebibytes(64)
    /// Bytes of the newest rows that stay in memory until the engine has them: two batches, and what gathers meanwhile.
    package var memorySize = ByteCount.mebibytes(96)
    /// Requests that wait for the disk in one log: more than the server accepts connections.
    package var waiters = 10_000
    /// Idempotency keys kept: about 100 MB of memory.
    package var keys = 1_000_000
    /// How long an idempotency key is known: a day (design, section 4, step 6).
    package var keyLifetimeMilliseconds: Int64 = 86_400_000
    /// Keys in one record: 3 MiB.
    package var keysInRecord = 1 << 16
    /// Bytes between places from which reading can start: what a read may have to skip.
    package var checkpointSpacing = ByteCount.kibibytes(256)

    package init() {}

    /// Threads that write and sync, for all logs together: a disk has little use for more writers.
    package static let syncThreads = 2
}
