// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// What a caller says of a CSV text; whatever is nil is guessed.
package struct CSVOptions: Hashable, Sendable {
    package let delimiter: UInt8?
    package let escape: UInt8?
    package let lineEnd: CSVDialect.LineEnd?
    package let hasHeader: Bool?

    package init(
        delimiter: UInt8? = nil, escape: UInt8? = nil, lineEnd: CSVDialect.LineEnd? = nil, hasHeader: Bool? = nil
    ) {
        self.delimiter = delimiter
        self.escape = escape
        self.lineEnd = lineEnd
        self.hasHeader = hasHeader
    }

    /// Reads the parameters `dialect_delimiter`, `dialect_escapechar` and `dialect_new_line` (http-api contract, 6.3).
    package init(dialectDelimiter: String?, escapeCharacter: String? = nil, newLine: String? = nil) throws(CSVOptionsError) {
        let delimiter = try dialectDelimiter.map { text throws(CSVOptionsError) in try Self.character(text, of: "dialect_delimiter") }
        let escape = try escapeCharacter.map { text throws(CSVOptionsError) in try Self.character(text, of: "dialect_escapechar") }
        guard delimiter == nil || delimiter != escape else {
            throw CSVOptionsError(message: "dialect_delimiter and dialect_escapechar must differ")
        }
        self.init(
            delimiter: delimiter, escape: escape,
            lineEnd: try newLine.map { text throws(CSVOptionsError) in
                switch text {
                case "\n", "\r\n": .lineFeed
                case "\r": .carriageReturn
                default: throw CSVOptionsError(message: "dialect_new_line must be a line feed, a carriage return, or both")
                }
            })
    }

    private static func character(_ text: String, of parameter: String) throws(CSVOptionsError) -> UInt8 {
        guard let byte = text.utf8.first, text.utf8.count == 1, !"\"\n\r".utf8.contains(byte) else {
            throw CSVOptionsError(message: "\(parameter) must be one ASCII character that is no quote and no line break")
        }
        return byte
    }
}

/// Why the parameters of a dialect describe none.
package struct CSVOptionsError: ServiceError, Hashable {
    package let message: String
    package var code: ErrorCode { .invalidRequest }
}
