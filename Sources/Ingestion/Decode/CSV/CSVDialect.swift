// Part of Martlet. Apache License 2.0; see LICENSE.

/// How a CSV text spells its records: RFC 4180, with the freedoms that programs take.
package struct CSVDialect: Hashable, Sendable {
    /// What ends a record outside quotes.
    package enum LineEnd: Hashable, Sendable {
        /// A line feed; a carriage return before it belongs to it.
        case lineFeed
        case carriageReturn

        var byte: UInt8 { self == .lineFeed ? UInt8(ascii: "\n") : UInt8(ascii: "\r") }
    }

    /// Stands between two fields.
    package var delimiter = UInt8(ascii: ",")
    /// Stands around a field, and twice for itself inside one.
    package var quote = UInt8(ascii: "\"")
    /// Takes the meaning from the byte behind it; nil if none does.
    package var escape: UInt8?
    package var lineEnd = LineEnd.lineFeed

    package init() {}
}
