// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// Why a query could not be read, with the place.
///
/// Raised for what ClickHouse would refuse, and for the little that it would accept but Martlet does not follow: a query that is
/// not understood is not run.
package struct SQLSyntaxError: ServiceError, Hashable {
    /// A sentence that ends with the place.
    package let message: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int

    package var code: ErrorCode { .invalidRequest }
    /// ClickHouse's SYNTAX_ERROR.
    package var databaseCode: Int? { 62 }

    init(_ reason: String, at offset: Int, in bytes: [UInt8]) {
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.line = before.count { $0 == UInt8(ascii: "\n") } + 1
        self.column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        self.message = "Syntax error: \(reason) (line \(self.line), column \(self.column))"
    }
}
