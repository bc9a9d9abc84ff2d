// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Compression

struct ClickHouseBlockTests {
    /// Reads the format by its description, for want of a library.
    private func decompress(_ block: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var rest = block[...]
        let length = { (first: Int, rest: inout ArraySlice<UInt8>) -> Int in
            guard first == 15 else { return first }
            var sum = first
            while let byte = rest.popFirst() {
                sum += Int(byte)
                if byte < 255 { break }
            }
            return sum
        }
        while let token = rest.popFirst() {
            let literalCount = length(Int(token >> 4), &rest)
            output += rest.prefix(literalCount)
            rest = rest.dropFirst(literalCount)
            guard let low = rest.popFirst(), let high = rest.popFirst() else { break }
            let distance = Int(low) | Int(high) << 8
            for _ in 0..<(length(Int(token & 15), &rest) + 4) { output.append(output[output.count - distance]) }
        }
        return output
    }

    private static let samples: [[UInt8]] = [
        [], [1], Array("abcabcabcabc".utf8), Array("abcabcabcabcabcabcabcabc".utf8), Array(repeating: 7, count: 1_000),
        (0..<3_000).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }, Array(String(repeating: "a row of text, 12345\n", count: 5_000).utf8),
    ]

    @Test(arguments: Self.samples)
    func `what is compressed is what comes out`(_ sample: [UInt8]) {
        #expect(self.decompress(LZ4.compress(sample)) == sample)
    }

    @Test func `repetition is short`() {
        #expect(LZ4.compress(Array(repeating: 7, count: 100_000)).count < 500)
    }

    /// The numbers are those of the published package `clickhouse-cityhash`.
    @Test(
        arguments: [
            (0, 0x3df0_9dfc_64c0_9a2b, 0x3cb5_40c3_92e5_1e29), (5, 0x769b_42b3_bb8e_4249, 0xcd00_ae16_776d_d6f3),
            (9, 0x5601_ccf1_e058_519a, 0xf851_2fca_2833_3fef), (20, 0xca19_10f5_efea_96e9, 0xe622_8159_23e8_b885),
            (100, 0xe8ed_256d_f7c3_6d77, 0x5da4_e596_06ec_0c52), (300, 0xd630_6a0c_4528_ae11, 0x37c2_e51c_ab25_17ef),
        ] as [(Int, UInt64, UInt64)])
    func `the hash is that of ClickHouse`(_ count: Int, _ low: UInt64, _ high: UInt64) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
        #expect(CityHash128(of: bytes) == CityHash128(low: low, high: high))
    }

    @Test func `a block says how long it is, and large contents are several`() {
        let block = ClickHouseBlock.compress(Array("hello".utf8))
        #expect(block.count == 16 + 9 + 6)
        #expect(Array(block[16...]) == [0x82, 15, 0, 0, 0, 5, 0, 0, 0, 0x50] + Array("hello".utf8))
        #expect(ClickHouseBlock.compress([]).isEmpty)
        let several = ClickHouseBlock.compress([UInt8](repeating: 1, count: (1 << 20) + 1))
        #expect(several.suffix(2) == [0x10, 1])
    }
}
