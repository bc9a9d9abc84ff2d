// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Ingestion
internal import MartletCore

/// The bounds of what pipes do on demand and at given times.
package struct PipeJobLimits: Sendable {
    /// How long the query of a copy may run. Tinybird's plans allow from 20 seconds to half an hour.
    package var runTime = Duration.seconds(3_600)
    /// Rows that are stored together: one block, which the engine knows again by its token.
    var pieceRows = TokenInsert.blockRows
    /// Bytes of them, as the engine counts them: a block is held in memory.
    var pieceSize = ByteCount.mebibytes(256)
    /// How often a query is tried whose engine ends meanwhile.
    var attempts = 3
    /// How long such a query waits for the engine to come back.
    var engineWait = Duration.seconds(60)
    /// How often the database refuses a piece before it is taken at its word.
    var refusals = 4
    /// Rows of the source that a populate of a subset takes at the most (http-api contract, 11.1).
    var subsetRows = 2_000_000
    /// Files that one run of a sink writes at the most: each is a statement of its own.
    var sinkFiles = 1_000
    /// How often a job is told how far its query is.
    var progressInterval = Duration.seconds(1)
    /// How often the schedules are looked at.
    var tick = Duration.seconds(1)

    package init() {}
}
