// Part of Martlet. Apache License 2.0; see LICENSE.

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
    /// Bytes of an answer that is kept for others: larger ones are read from the engine as their caller takes them.
    package static let keptAnswerBytes = 1 << 20
    /// Bytes of all kept answers, unless the server is told.
    package static let keptAnswersBytes = 64 << 20

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
