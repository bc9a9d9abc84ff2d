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
        case unknownFunction(String)
        case redefinition(String)
        case tableFunction(String)
        case remoteDatabase(String)
        case database(String)
        case table(String)
    }

    package let reason: Reason

    package init(reason: Reason) { self.reason = reason }

    /// A query of the wrong kind is a mistake; one that reaches for what is not its own is forbidden.
    package var code: ErrorCode {
        switch self.reason {
        case .notASelect, .severalStatements, .explain, .describe, .intoOutfile, .setting, .unknownFunction, .redefinition,
            .remoteDatabase:
            .invalidRequest
        case .function, .tableFunction, .database, .table: .forbidden
        }
    }

    package var databaseCode: Int? {
        if case .unknownFunction = self.reason { 46 } else { nil }
    }

    package var message: String {
        switch self.reason {
        case .notASelect(let word): "only SELECT and WITH statements are allowed, not \(word.prefix(40).uppercased())"
        case .severalStatements: "only one statement is allowed; something follows the first semicolon"
        case .explain: "EXPLAIN is not allowed: a plan shows the tables, filters and SQL behind pipes"
        case .describe: "DESCRIBE is not allowed here; it stands before a whole query or the name of a table, by itself"
        case .intoOutfile: "INTO OUTFILE is not allowed"
        case .setting(let name): "the setting `\(name)` must not be changed by a query"
        case .function(let name): "the function `\(name)` is not allowed"
        case .unknownFunction(let name): "Unknown function `\(name)` (UNKNOWN_FUNCTION)"
        case .redefinition(let name): "`\(name)` is a function of the engine and must not be defined anew; choose another name"
        case .tableFunction(let name): "the table function `\(name)` is not allowed"
        case .remoteDatabase(let reason):
            "\(reason): write postgresql('host:port', 'database', 'table', {{tb_secret('user')}}, {{tb_secret('password')}}), "
                + "perhaps with a 'schema' at the end"
        case .database(let name): "the database `\(name)` does not exist or must not be read"
        case .table(let name): "the table `\(name)` does not exist or must not be read"
        }
    }
}
