// Part of Martlet. Apache License 2.0; see LICENSE.

extension [UInt8] {
    /// Appends a number, its lowest byte first.
    mutating func appendNumber<Number: FixedWidthInteger>(_ number: Number) {
        unsafe Swift.withUnsafeBytes(of: number.littleEndian) { unsafe self.append(contentsOf: $0) }
    }
}

/// Reads what `appendNumber` wrote, and bytes. Nil is what comes of reading past the end.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.rest = bytes }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        guard let bytes = self.bytes(Number.bitWidth / 8) else { return nil }
        return unsafe bytes.withUnsafeBytes { unsafe Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, self.rest.count >= count else { return nil }
        defer { self.rest = self.rest.dropFirst(count) }
        return self.rest.prefix(count)
    }

    mutating func text(_ byteCount: Int) -> String? {
        self.bytes(byteCount).map { String(decoding: $0, as: UTF8.self) }
    }

    var isAtEnd: Bool { self.rest.isEmpty }
    var count: Int { self.rest.count }
}
