// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a query that could be read must not be run.
package struct QueryRefusal: ServiceError, Hashable {
    package enum Reason: Sendable, Hashable {
        case notASelect(firstWord: String)
        case severalStatements
        case explain
        case describe
        case intoOutfile
        case setting(String)
        case function(String)
        case tableFunction(String)
        case database(String)
        case table(String)
    }

    package let reason: Reason

    package init(reason: Reason) { self.reason = reason }

    /// A query of the wrong kind is a mistake; one that reaches for what is not its own is forbidden.
    package var code: ErrorCode {
        switch self.reason {
        case .notASelect, .severalStatements, .explain, .describe, .intoOutfile, .setting: .invalidRequest
        case .function, .tableFunction, .database, .table: .forbidden
        }
    }

    package var message: String {
        switch self.reason {
        case .notASelect(let word): "only SELECT and WITH statements are allowed, not \(word.prefix(40).uppercased())"
        case .severalStatements: "only one statement is allowed; something follows the first semicolon"
        case .explain: "EXPLAIN is not allowed here"
        case .describe: "DESCRIBE is not allowed here"
        case .intoOutfile: "INTO OUTFILE is not allowed"
        case .setting(let name): "the setting `\(name)` must not be changed by a query"
        case .function(let name): "the function `\(name)` is not allowed"
        case .tableFunction(let name): "the table function `\(name)` is not allowed"
        case .database(let name): "the database `\(name)` does not exist or must not be read"
        case .table(let name): "the table `\(name)` does not exist or must not be read"
        }
    }
}
