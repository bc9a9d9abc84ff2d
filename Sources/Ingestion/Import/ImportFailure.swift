// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// An append that failed in its middle: why, and what it had stored by then.
struct ImportFailure: ServiceError {
    let cause: any ServiceError
    let note: String

    var code: ErrorCode { self.cause.code }
    var message: String { "\(self.cause.message); \(self.note)" }
    var retryAfterSeconds: Int? { self.cause.retryAfterSeconds }
    var databaseCode: Int? { self.cause.databaseCode }
    var logDetail: String { self.cause.logDetail }
}
