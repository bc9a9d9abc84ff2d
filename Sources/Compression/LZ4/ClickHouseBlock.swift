// Part of Martlet. Apache License 2.0; see LICENSE.

/// A compressed block as ClickHouse's own protocols send it, when a client asks for `compress=1`.
///
/// ```
/// 16 bytes   CityHash128 of all that follows
///  1 byte    method: 0x82 is LZ4
///  4 bytes   size of the block from the method on
///  4 bytes   size of the content
///            the content, compressed
/// ```
package enum ClickHouseBlock {
    /// The most that one block holds; ClickHouse's default.
    private static let largestContent = 1 << 20

    /// `bytes` as blocks.
    package static func compress(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let content = Array(rest.prefix(Self.largestContent))
            rest = rest.dropFirst(Self.largestContent)
            let compressed = LZ4.compress(content)
            var block: [UInt8] = [0x82]
            block += Self.number(UInt64(compressed.count + 9), byteCount: 4)
            block += Self.number(UInt64(content.count), byteCount: 4)
            block += compressed
            let hash = CityHash128(of: block)
            output += Self.number(hash.low, byteCount: 8) + Self.number(hash.high, byteCount: 8) + block
        }
        return output
    }

    /// The lowest bytes of a number, the lowest first.
    private static func number(_ number: UInt64, byteCount: Int) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }
}
