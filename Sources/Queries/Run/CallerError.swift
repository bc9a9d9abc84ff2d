// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
package import MartletCore
package import Workspaces

/// An engine's error in words for the caller: no physical names, no SQL of resources the caller may not read.
package struct CallerError: ServiceError {
    package let code: ErrorCode
    package let message: String
    package let retryAfterSeconds: Int?
    package let databaseCode: Int?
    package let cause: EngineError
    package var logDetail: String { self.cause.logDetail }

    /// What the engine writes before a query or a part of one, and how it spells them.
    private static let quotations = [
        " In scope ", " in scope ", ": In scope ", " In query ", ": While processing ", ": while executing ", ": While executing ",
        ": (while ", " SELECT ",
        "(SELECT ", "'SELECT ", " WITH ", "(WITH ", "FUNCTION ", "__table",
    ]

    /// - Parameter remoteDatabases: Those that the query read, if any: what they say may quote their rows, and stays in the log.
    package init(_ cause: EngineError, in snapshot: WorkspaceSnapshot, remoteDatabases: [RemoteDatabase] = []) {
        if let failure = RemoteDatabaseError(cause, of: remoteDatabases) {
            self.code = failure.code
            self.message = failure.message
            self.retryAfterSeconds = nil
            self.databaseCode = cause.databaseCode
            self.cause = cause
            return
        }
        self.code = cause.code
        self.retryAfterSeconds = cause.retryAfterSeconds
        self.databaseCode = cause.databaseCode
        self.cause = cause
        guard self.databaseCode != QueryError.resultTooLarge.databaseCode else {
            self.message = QueryError.resultTooLarge.message
            return
        }
        guard case .exception(_, let name, let text) = cause else {
            self.message = cause.message
            return
        }
        var words = text[...]
        // From here on the engine quotes the query, which may be the text of a pipe.
        for marker in Self.quotations {
            if let range = words.firstRange(of: marker) { words = words[..<range.lowerBound] }
        }
        var plain = LogicalNames(snapshot).applied(to: String(words))
        while let last = plain.last, last == "." || last == ":" || last == " " { plain.removeLast() }
        self.message = "\(plain) (\(name))"
    }
}
