// Part of Martlet. Apache License 2.0; see LICENSE.

/// Finds the first of up to three bytes in a text, eight bytes at a time.
struct ByteSearch: Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64

    private static let lowBits: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    init(_ first: UInt8, _ second: UInt8, _ third: UInt8? = nil) {
        self.first = UInt64(first) &* Self.lowBits
        self.second = UInt64(second) &* Self.lowBits
        self.third = third.map { UInt64($0) &* Self.lowBits } ?? self.first
    }

    /// The place of the first byte found from an index on; the end if there is none.
    @inline(__always)
    func index(in text: ByteView, from start: Int) -> Int {
        var index = start
        let count = text.count
        let bytes = unsafe text.bytes
        while index &+ 8 <= count {
            let word = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let found = Self.zeros(word ^ self.first) | Self.zeros(word ^ self.second) | Self.zeros(word ^ self.third)
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count {
            let byte = unsafe UInt64(bytes[index]) &* Self.lowBits
            if byte == self.first || byte == self.second || byte == self.third { return index }
            index &+= 1
        }
        return count
    }

    /// The high bit of every byte that is zero; bits above the lowest one of them may be wrong.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- Self.lowBits) & ~word & Self.highBits
    }
}
