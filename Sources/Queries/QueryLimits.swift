// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The bounds of the query room.
package enum QueryLimits {
    /// Bytes of one ad-hoc query (http-api contract, 8.1: 8 KB).
    package static let queryTextBytes = 8 << 10
    /// Bytes of a query whose nodes are filled in: a chain of nodes that each name the one before twice doubles every time.
    package static let resolvedTextBytes = 1 << 20
    /// How many nodes may stand inside each other.
    package static let nodeDepth = 64
    /// Seconds a query may run (http-api contract, 8.1).
    package static let executionSeconds = 10
    /// Bytes of one answer (http-api contract, 8.1: 100 MB).
    package static let resultBytes = 100_000_000
    /// Memory that the engine may use for one query; the embedded engine has twice as much for all.
    package static let memory = ByteCount.gibibytes(4)
    /// Queries that run at a time: twice the connections of the embedded engine, which so finds the next one waiting at its door.
    package static let runningQueries = 8
    /// The same of a ClickHouse server, which shares its cores better.
    package static let runningQueriesOfCluster = 64
    /// Queries that wait: each holds its text and its connection, a few ten KiB. A token and a workspace leave room for others.
    package static let waitingQueries = 1_024
    package static let waitingQueriesPerWorkspace = 768
    package static let waitingQueriesPerToken = 512
    /// How long a query waits for its turn: as long as those before it may run.
    package static let patience = Duration.seconds(10)
    /// Answers that wait for slow readers, in memory: ten of the largest.
    package static let unreadSize = ByteCount(bytes: 10 * resultBytes)
    package static let unreadSizePerToken = ByteCount(bytes: 3 * resultBytes)
    /// An answer of this size is on its way to its reader at once.
    static let shortAnswerBytes = 256 << 10
    /// What an answer whose length the engine does not tell is counted as while it is read.
    static let unknownAnswerBytes = 8 << 20
}
