// Part of Martlet. Apache License 2.0; see LICENSE.

internal import HTTPTypes

extension HTTPField.Name {
    /// The request's name in answers and logs.
    static let xRequestID = Self("X-Request-Id") ?? .contentType
    /// The number of the ClickHouse exception behind an error.
    static let databaseExceptionCode = Self("X-DB-Exception-Code") ?? .contentType
    /// A client's name for a request, under which it is stored once.
    static let idempotencyKey = Self("Idempotency-Key") ?? .contentType
    /// Whether the answer is that of an earlier request with the same key.
    static let idempotentReplayed = Self("Idempotent-Replayed") ?? .contentType
    /// Whether an answer was computed for this request: `hit`, `miss` or `bypass`.
    static let martletCache = Self("X-Martlet-Cache") ?? .contentType
    /// The last event that a client of a stream has seen.
    static let lastEventID = Self("Last-Event-ID") ?? .contentType
    /// Tells a proxy not to hold back what is sent.
    static let xAccelBuffering = Self("X-Accel-Buffering") ?? .contentType
    static let retryAfter = Self("Retry-After") ?? .contentType
    /// Requests of one window.
    static let rateLimitLimit = Self("X-RateLimit-Limit") ?? .contentType
    /// Those of them that are left.
    static let rateLimitRemaining = Self("X-RateLimit-Remaining") ?? .contentType
    /// Seconds until all are left again.
    static let rateLimitReset = Self("X-RateLimit-Reset") ?? .contentType
    /// The protocol between the client and the proxy in front of this server.
    static let xForwardedProto = Self("X-Forwarded-Proto") ?? .contentType
    /// Where the page is from that sent the request; browsers say so, and pages cannot.
    static let secFetchSite = Self("Sec-Fetch-Site") ?? .origin
    /// What other sites learn of the URL a page was at.
    static let referrerPolicy = Self("Referrer-Policy") ?? .contentType
}
