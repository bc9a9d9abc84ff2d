// Part of Martlet. Apache License 2.0; see LICENSE.

/// The closed list of what can go wrong at run time; the gateway maps each to one HTTP status.
package enum ErrorCode: String, Sendable, Hashable, CaseIterable {
    case invalidRequest
    case unauthenticated
    case forbidden
    case notFound
    case conflict
    /// Something was kept and something else failed; doing it again would not be right.
    case partlyDone
    case tooLarge
    case overloaded
    case timeout
    case unavailable
    case `internal`
}

/// Anything expected at run time that ends a request.
///
/// `message` is written for the caller of the API: it names the place at fault and what would be right, and
/// never holds a path, a secret, or the SQL of someone else's resource.
package protocol ServiceError: Error, Sendable, CustomStringConvertible {
    var code: ErrorCode { get }
    var message: String { get }
    /// Seconds after which trying again makes sense, for `overloaded` and `unavailable`.
    var retryAfterSeconds: Int? { get }
    /// The number of the ClickHouse exception behind this, if there was one.
    var databaseCode: Int? { get }
    /// What the log should know beyond the message.
    var logDetail: String { get }
}

extension ServiceError {
    package var retryAfterSeconds: Int? { nil }
    package var databaseCode: Int? { nil }
    package var logDetail: String { self.message }
    package var description: String { self.message }
}

/// A failure that needs no type of its own.
package struct RequestError: ServiceError, Hashable {
    package let code: ErrorCode
    package let message: String
    package let retryAfterSeconds: Int?

    package init(_ code: ErrorCode, _ message: String, retryAfterSeconds: Int? = nil) {
        self.code = code
        self.message = message
        self.retryAfterSeconds = retryAfterSeconds
    }
}
