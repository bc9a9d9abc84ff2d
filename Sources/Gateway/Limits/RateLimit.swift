// Part of Martlet. Apache License 2.0; see LICENSE.

/// How many requests are taken in a span of time; as many at once after a rest, and evenly from then on.
package struct RateLimit: Sendable, Hashable {
    /// Requests in one window.
    let requests: Int
    /// Nanoseconds that one request costs.
    let interval: Int64
    /// The window as an error names it.
    let windowName: String

    /// More in a second could not be told from no limit at all.
    package static let most = 1_000_000

    package static func perSecond(_ requests: Int) -> RateLimit { RateLimit(requests, in: 1_000_000_000, called: "second") }
    package static func perMinute(_ requests: Int) -> RateLimit { RateLimit(requests, in: 60_000_000_000, called: "minute") }

    private init(_ requests: Int, in window: Int64, called name: String) {
        precondition((1...Self.most).contains(requests), "a limit lets some requests pass, and is one")
        self.requests = requests
        self.interval = window / Int64(requests)
        self.windowName = name
    }
}

/// The limits of a server, none unless it is told (http-api contract, 21).
package struct RateLimits: Sendable, Hashable {
    /// Requests with events, of each data source.
    package var events: RateLimit?
    /// Calls of endpoints and queries, of each workspace together.
    package var queries: RateLimit?
    /// Imports of files, of each workspace together.
    package var imports: RateLimit?

    package init(events: RateLimit? = nil, queries: RateLimit? = nil, imports: RateLimit? = nil) {
        self.events = events
        self.queries = queries
        self.imports = imports
    }
}
