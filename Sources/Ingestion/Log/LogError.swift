// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why the log does not take or give something.
package enum LogError: ServiceError, Hashable {
    /// One request's rows are above `LogLimits.recordSize`.
    case tooLarge(byteCount: Int, limit: Int)
    /// Appends come faster than the disk takes them.
    case tooMuchPending
    /// The engine has not taken rows for so long that the log, or all logs together, are at their limit.
    case full
    /// The idempotency key was used for other content.
    case conflict
    /// The disk has no space left; the log goes on when it has.
    case diskFull
    /// The disk failed; nothing of what was refused is kept, the log goes on.
    case writeFailed(LogFileError)
    /// The disk failed, and what had been written in vain could not be removed; only opening the log again helps.
    case broken(LogFileError)
    case closed
    /// What had been stored is not what is read.
    case damaged(file: String, offset: Int, LogFault)
    /// A later program wrote the segment.
    case unknownVersion(file: String, version: UInt32)
    /// The log cannot be opened.
    case notReadable(LogFileError)

    package var code: ErrorCode {
        switch self {
        case .tooLarge: .tooLarge
        case .tooMuchPending, .full: .overloaded
        case .conflict: .conflict
        case .diskFull, .writeFailed, .broken, .closed: .unavailable
        case .damaged, .unknownVersion, .notReadable: .internal
        }
    }

    package var message: String {
        switch self {
        case .tooLarge(let byteCount, let limit):
            "the rows of this request take \(byteCount) bytes in the log, at most \(limit) are possible; send them in several requests"
        case .tooMuchPending: "events come in faster than the disk takes them, try again shortly"
        case .full: "too many events wait to be written to the database, try again later"
        case .conflict: "this Idempotency-Key was used before with other events; use a new one"
        case .diskFull: "the server's disk is full, try again later"
        case .writeFailed: "the server's disk failed to store the events, try again"
        case .broken: "the log of this data source is out of order until the server's operator has seen to its disk"
        case .closed: "the server is stopping, try again shortly"
        case .damaged, .unknownVersion, .notReadable: "the log of this data source cannot be read"
        }
    }

    package var retryAfterSeconds: Int? {
        switch self {
        case .tooMuchPending, .writeFailed, .closed: 1
        case .full, .diskFull: 5
        case .broken: 60
        case .tooLarge, .conflict, .damaged, .unknownVersion, .notReadable: nil
        }
    }

    package var logDetail: String {
        switch self {
        case .writeFailed(let cause), .broken(let cause), .notReadable(let cause): "\(self.message): \(cause)"
        case .damaged(let file, let offset, let fault): "\(file), offset \(offset): \(fault.rawValue)"
        case .unknownVersion(let file, let version):
            "\(file) has version \(version) of the log's format, this program knows \(SegmentHeader.version)"
        default: self.message
        }
    }
}
