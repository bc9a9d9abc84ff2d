// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Observability
internal import Queries
internal import Synchronization

/// Where a route leaves what the service data sources are to know of its request, whether it ends with an answer or an error.
final class RequestNote: Sendable {
    /// What a request is about.
    enum Subject: Sendable {
        /// An endpoint's call or an ad-hoc query.
        case query(of: NamedResource)
        /// Events for a data source.
        case events(for: NamedResource)
    }

    struct Content: Sendable {
        /// Nil until it is known that the caller may do what the request asks for; others leave no trace in a workspace.
        var subject: Subject?
        var caller: Caller?
        var parameters: WireParameters?
        var figures = QueryFigures()
        var counts = AppendCounts()
        /// Whether it was only about service data sources, in which it does not count.
        var isAboutService = false
        /// What the caller is told of its failure.
        var error: String?
    }

    private let state = Mutex(Content())

    var content: Content { self.state.withLock { $0 } }

    func begin(_ subject: Subject, by caller: Caller) {
        self.state.withLock {
            $0.subject = subject
            $0.caller = caller
        }
    }

    func set(_ parameters: WireParameters) { self.state.withLock { $0.parameters = parameters } }
    func set(_ counts: AppendCounts) { self.state.withLock { $0.counts = counts } }
    func fail(_ error: String) { self.state.withLock { $0.error = error } }

    /// Notes what an answer has cost.
    func set(_ result: QueryResult) {
        self.state.withLock {
            $0.figures.readRows = result.summary.readRows
            $0.figures.readBytes = result.summary.readBytes
            $0.figures.resultRows = result.summary.resultRows
            $0.figures.memory = result.summary.memory
            $0.isAboutService = result.isAboutService
        }
    }
}
