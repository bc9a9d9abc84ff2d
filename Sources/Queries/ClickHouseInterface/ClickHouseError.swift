// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import MartletCore

/// Why a ClickHouse client is refused before its query reaches the engine, with the number and the name that ClickHouse has for it.
package struct ClickHouseError: ServiceError, Hashable {
    package let code: ErrorCode
    package let number: Int
    package let name: String
    package let message: String

    package var databaseCode: Int? { self.number }

    package init(_ code: ErrorCode, number: Int, name: String, _ message: String) {
        self.code = code
        self.number = number
        self.name = name
        self.message = message
    }

    /// A statement that writes, by its first word.
    package static func readOnly(_ firstWord: String) -> ClickHouseError {
        ClickHouseError(
            .invalidRequest, number: 164, name: "READONLY",
            "Cannot execute \(firstWord.prefix(40).uppercased()) in readonly mode: this interface only reads")
    }

    static func syntax(_ message: String) -> ClickHouseError {
        ClickHouseError(.invalidRequest, number: 62, name: "SYNTAX_ERROR", "Syntax error: \(message)")
    }

    static func unknownDatabase(_ database: String) -> ClickHouseError {
        ClickHouseError(.notFound, number: 81, name: "UNKNOWN_DATABASE", "Database \(database) does not exist")
    }

    static func unknownTable(_ table: String) -> ClickHouseError {
        ClickHouseError(.notFound, number: 60, name: "UNKNOWN_TABLE", "Unknown table expression identifier '\(table)'")
    }

    static func unknownFormat(_ format: String) -> ClickHouseError {
        ClickHouseError(.notFound, number: 73, name: "UNKNOWN_FORMAT", "Unknown format \(format)")
    }

    static func unknownSetting(_ setting: String) -> ClickHouseError {
        ClickHouseError(
            .notFound, number: 115, name: "UNKNOWN_SETTING", "Setting \(setting) is unknown, or cannot be changed here")
    }

    static func badValue(of setting: String) -> ClickHouseError {
        ClickHouseError(.invalidRequest, number: 27, name: "CANNOT_PARSE_INPUT_ASSERTION_FAILED", "Setting \(setting) takes a whole number")
    }

    static func missingParameter(_ parameter: String) -> ClickHouseError {
        ClickHouseError(
            .invalidRequest, number: 456, name: "UNKNOWN_QUERY_PARAMETER",
            "Substitution `\(parameter)` is not set: send it as param_\(parameter)")
    }

    static let queryTooLong = ClickHouseError(
        .invalidRequest, number: 62, name: "SYNTAX_ERROR", "Max query size exceeded (limit \(QueryLimits.clickHouseTextBytes) bytes)")
}

extension ClickHouseError {
    /// The guard's refusal in ClickHouse's terms.
    init(_ refusal: QueryRefusal) {
        let (number, name) =
            switch refusal.reason {
            case .notASelect: (164, "READONLY")
            case .explain, .describe: (48, "NOT_IMPLEMENTED")
            case .intoOutfile: (358, "INTO_OUTFILE_NOT_ALLOWED")
            case .setting: (452, "SETTING_CONSTRAINT_VIOLATION")
            case .function, .tableFunction: (497, "ACCESS_DENIED")
            case .database: (81, "UNKNOWN_DATABASE")
            case .table: (60, "UNKNOWN_TABLE")
            default: refusal.databaseCode == 46 ? (46, "UNKNOWN_FUNCTION") : (62, "SYNTAX_ERROR")
            }
        self.init(refusal.code, number: number, name: name, refusal.message)
    }
}
