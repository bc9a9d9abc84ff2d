// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The bounds of the query room.
package enum QueryLimits {
    /// Bytes of one ad-hoc query (http-api contract, 8.1: 8 KB).
    package static let queryTextBytes = 8 << 10
    /// Bytes of a query of a ClickHouse client: ClickHouse's own default, which what generates queries counts on.
    package static let clickHouseTextBytes = 256 << 10
    /// Threads that such a client may ask for; without it the engine takes as many as there are cores.
    package static let clientThreads = 16
    /// Bytes of a query whose nodes are filled in: a chain of nodes that each name the one before twice doubles every time.
    package static let resolvedTextBytes = 1 << 20
    /// Addresses of a host that are tried for its database; each may take as long as a connection takes to fail.
    static let addressesOfDatabase = 3
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
    /// Bytes of an answer that is kept for others: larger ones are read from the engine as their caller takes them.
    package static let keptAnswerBytes = 1 << 20
    /// Bytes of all kept answers, unless the server is told.
    package static let keptAnswersBytes = 64 << 20
    /// Pipes whose columns are remembered, of all workspaces together; some 100 bytes a column.
    static let describedPipes = 10_000

    /// How often the tables of live answers are looked at, and so how often a subscriber may get an answer.
    static let liveTick = Duration.milliseconds(250)
    /// After how long a live answer that depends on the clock is made anew, a failed one tried again, and rights are looked at.
    static let liveInterval = Duration.seconds(2)
    /// Live answers that are made at a time: other queries need the engine too.
    static let liveRuns = 2
    /// Live answers that are made anew for the clock's sake after one look at the tables, and only while no other is due:
    /// a thousand different dashboards that nothing happens to take a tenth of a core.
    static let liveTimedRuns = 3
    /// Bytes of a live answer: what is sent at every change should be small, and there may be as many copies under way as subscribers.
    package static let liveAnswerBytes = 1 << 20
    /// Subscribers at a time; each is a connection, of which the gateway takes twice as many.
    package static let liveSubscriptions = 4_000
    /// Those of one token, which may be in the browsers of all users.
    package static let liveSubscriptionsPerToken = 2_000
    /// How long a subscriber hears nothing: proxies end connections that are silent for half a minute.
    static let liveHeartbeat = Duration.seconds(15)
    /// How long a client may leave an event untaken.
    static let liveStall = Duration.seconds(60)
}
