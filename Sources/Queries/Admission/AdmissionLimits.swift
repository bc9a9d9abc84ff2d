// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// How many queries run and wait at a time: of the server, of one workspace, and of one token.
package struct AdmissionLimits: Sendable, Hashable {
    /// Queries that the engine works on.
    package var running = QueryLimits.runningQueries
    /// The same of one workspace; nil for as many as there may be at all.
    package var runningPerWorkspace: Int?
    /// The same of one token.
    package var runningPerToken: Int?
    /// Queries that wait for their turn.
    package var waiting = QueryLimits.waitingQueries
    package var waitingPerWorkspace = QueryLimits.waitingQueriesPerWorkspace
    package var waitingPerToken = QueryLimits.waitingQueriesPerToken
    /// How long a query waits for its turn.
    package var patience = QueryLimits.patience
    /// Bytes of answers that are complete and that their callers have not taken yet; while there are more, no query begins.
    package var unreadSize = QueryLimits.unreadSize
    package var unreadSizePerToken = QueryLimits.unreadSizePerToken

    package init() {}

    /// Another number of queries that wait, with the same shares of it.
    package mutating func setWaiting(_ count: Int) {
        let share = { (part: Int) in max(1, count * part / QueryLimits.waitingQueries) }
        self.waiting = count
        self.waitingPerWorkspace = share(QueryLimits.waitingQueriesPerWorkspace)
        self.waitingPerToken = share(QueryLimits.waitingQueriesPerToken)
    }
}
