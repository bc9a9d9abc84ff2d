// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why the engine did not answer a statement.
package enum EngineError: Error, Sendable {
    /// The engine refused or failed: ClickHouse's exception number, its name and its text.
    case exception(code: Int, name: String, text: String)
    /// Nobody answers at the engine's address: it is starting, restarting or gone.
    case unreachable(reason: String)
}

extension EngineError: ServiceError {
    package var code: ErrorCode {
        switch self {
        case .unreachable: .unavailable
        case .exception(let code, _, _):
            switch code {
            case DatabaseCode.timeoutExceeded: .timeout
            case DatabaseCode.tooManySimultaneousQueries: .overloaded
            default: .invalidRequest
            }
        }
    }

    package var message: String {
        switch self {
        case .exception(_, let name, let text): "\(text) (\(name))"
        case .unreachable: "the database engine is not available at the moment, try again shortly"
        }
    }

    package var logDetail: String {
        switch self {
        case .exception(let code, let name, let text): "\(name) \(code): \(text)"
        case .unreachable(let reason): reason
        }
    }

    package var retryAfterSeconds: Int? {
        switch self.code {
        case .overloaded, .unavailable: 1
        default: nil
        }
    }

    package var databaseCode: Int? {
        if case .exception(let code, _, _) = self { code } else { nil }
    }
}

/// The ClickHouse exception numbers that mean something to us.
enum DatabaseCode {
    static let timeoutExceeded = 159
    static let tooManySimultaneousQueries = 202
}

extension EngineError {
    /// Reads ClickHouse's plain-text answer: `Code: 60. DB::Exception: Unknown table … (UNKNOWN_TABLE) (version …)`.
    ///
    /// The number in the `X-ClickHouse-Exception-Code` header wins over the text's. The version and a stack trace,
    /// which tell nothing to the caller, are cut.
    init(answer text: String, headerCode: Int?) {
        var rest = text[...]
        var code = headerCode ?? 0
        if rest.hasPrefix("Code: "), let dot = rest.firstIndex(of: ".") {
            code = headerCode ?? Int(rest[..<dot].dropFirst(6)) ?? 0
            rest = rest[rest.index(after: dot)...].drop { $0 == " " }
        }
        for prefix in ["DB::Exception: ", "DB::NetException: "] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
        if let trace = rest.firstRange(of: "Stack trace:") { rest = rest[..<trace.lowerBound] }
        if let version = rest.lastRange(of: " (version ") { rest = rest[..<version.lowerBound] }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        var name = "DATABASE_ERROR"
        if rest.last == ")", let open = rest.lastIndex(of: "(") {
            let candidate = rest[rest.index(after: open)...].dropLast()
            if !candidate.isEmpty, candidate.allSatisfy({ $0.isUppercase || $0 == "_" || $0.isNumber }) {
                name = String(candidate)
                rest = rest[..<open]
            }
        }
        while let last = rest.last, last.isWhitespace || last == "." { rest.removeLast() }
        self = .exception(code: code, name: name, text: String(rest))
    }
}

extension Substring {
    /// The last place where `needle` stands.
    fileprivate func lastRange(of needle: String) -> Range<Index>? {
        var found: Range<Index>?
        var start = self.startIndex
        while let range = self[start...].firstRange(of: needle) {
            found = range
            start = range.upperBound
        }
        return found
    }
}
