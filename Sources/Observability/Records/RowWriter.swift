// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// Writes rows in ClickHouse's format RowBinary: column after column, numbers in little-endian order, lengths before what has one.
struct RowWriter: Sendable {
    private(set) var bytes = ByteBuffer()
    private(set) var rowCount = 0

    mutating func row(_ write: (inout RowWriter) -> Void) {
        write(&self)
        self.rowCount += 1
    }

    mutating func number(_ value: some FixedWidthInteger) { self.bytes.writeInteger(value, endianness: .little) }
    mutating func number(_ value: Float) { self.number(value.bitPattern) }
    mutating func number(_ value: Double) { self.number(value.bitPattern) }

    /// A count, which is never negative.
    mutating func count(_ value: Int) { self.number(UInt64(max(0, value))) }

    mutating func text(_ value: some StringProtocol) {
        self.length(value.utf8.count)
        self.bytes.writeString(String(value))
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout RowWriter, Value) -> Void) {
        self.number(UInt8(value == nil ? 1 : 0))
        if let value { write(&self, value) }
    }

    mutating func text(optional value: String?) { self.optional(value) { $0.text($1) } }

    mutating func texts(_ values: some Collection<String>) {
        self.length(values.count)
        for value in values { self.text(value) }
    }

    mutating func map(_ values: [String: String]) {
        self.length(values.count)
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            self.text(name)
            self.text(value)
        }
    }

    /// Seven bits a byte, the lowest first.
    private mutating func length(_ value: Int) {
        var rest = UInt(value)
        while rest >= 0x80 {
            self.number(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        self.number(UInt8(rest))
    }
}
