// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import MartletCore
import Testing

/// The bytes of version 1. Logs that were written by it must open forever; a program that writes other bytes needs another version.
struct LogFormatTests {
    /// A segment with a record of each kind: what `write` leaves when the segment before it was deleted.
    private static let version1 = """
        4d4152544c4f470a01000000030000000b000000000000000600000000000000
        06000000000000000200000000000000745f3100000000000000000000000000
        0000000000000000000000000000000000000000000000000000000000000000
        000000000000000000000000000000009c0c508b6d90f6377217fe7410000000
        010000000b000000000000000000000000000000740000000000000002000000
        000000004b504755c9d8718b10000000010000000c0000000000000000000000
        00000000a400000000000000020000000000000004f686f7fde62c3830000000
        060000000d000000000000000000000000000000100f0e0d0c0b0a0908070605
        04030201181716151413121103000000000000000068e5cf8b01000001000000
        0000000067b833ed3060ce5d10000000010000000e0000000000000000000000
        0000000024010000000000000200000000000000ee95b39ac19044270d000000
        020000000f000000000000000000000000000000070000000000000073686170
        658e149e5700ef4ff13700000003000000100000000000000001000000000000
        0007000000000000000000000000000000020000000500000000000000000000
        00000000000000000000000000000000007233726f7720332f736e991e00d088
        100000000100000011000000000000000000000000000000d801000000000000
        03000000000000000963223fe3e329ca30000000040000001200000000000000
        0000000000000000070000000000000010000000000000000100000000000000
        0000000000000000060000007365636f6e646576656e7473d0ba4000e5427291
        1000000001000000130000000000000000000000000000005802000000000000
        03000000000000002ddbede83ebb5e0808000000050000001400000000000000
        000000000000000010000000000000009953cdb7b8db72dd1000000001000000
        15000000000000000000000000000000b0020000000000000300000000000000
        889f7cf7c19044270d0000000200000016000000000000000000000000000000
        0700000000000000736861706566489f4eb76590cc3a00000003000000170000
        0000000000010000000200000007000000000000000168e5cf8b010000020000
        0005000000000000000000000000000000000000000000000000000000723472
        6f772034626164042593f750daaef81000000001000000180000000000000000
        0000000000000067030000000000000600000000000000c34642b0fef4fc3232
        0000000400000019000000000000000000000000000000110000000000000017
        0000000000000001000000000000000200000000000000050000007468697264
        6576656e74735fc3a921f20b9569718ae710000000010000001a000000000000
        000000000000000000e9030000000000000600000000000000714254f55c9f97
        be37000000030000001b00000000000000010000000000000007000000000000
        0000000000000000000200000005000000000000000000000000000000000000
        0000000000000000007235726f7720352d84cece26c60c411000000001000000
        1c00000000000000000000000000000070040000000000000700000000000000
        """

    private static let key = IdempotencyKey(hash: 0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10, contentHash: 0x1112_1314_1516_1718)

    /// Two rows, one of them with a key, which the engine has and whose segment is gone; one that it has, one that is sealed, one that is not.
    private static func write() throws -> (path: String, bytes: [UInt8]) {
        var fixture = LogFixture()
        fixture.limits.idleSegmentSize = ByteCount(bytes: 560)
        let log = try fixture.open()
        try fixture.append(LogFixture.rows(1, key: Self.key, time: 1_700_000_000_000), to: log)
        try fixture.append(2...2, to: log)
        fixture.commit(try fixture.seal(log, token: "first"), in: log)
        try fixture.append(3...3, to: log)
        fixture.commit(try fixture.seal(log, token: "second"), in: log)
        var rows = LogFixture.rows(4, time: 1_700_000_000_001)
        rows.quarantined = Array("bad".utf8)
        rows.quarantinedCount = 2
        try fixture.append(rows, to: log)
        _ = try fixture.seal(log, token: "third", table: "events_é")
        try fixture.append(5...5, to: log)
        let path = try #require(fixture.files.names.last)
        return (path, fixture.files[path])
    }

    @Test func `a log of version 1 opens`() throws {
        let fixture = LogFixture()
        let path = LogFixture.path(11)
        fixture.files[path] = Self.bytes(of: Self.version1)
        let log = try fixture.open()
        #expect(log.recovery.damage == [])
        #expect(log.recovery.cutByteCount == 0)
        #expect(log.recovery.recordCount == 18)
        #expect(log.recovery.rowCount == 5)
        #expect(log.recovery.batches.map(\.token) == ["third"])
        #expect(log.recovery.batches.map(\.table) == ["events_é"])
        #expect(log.recovery.unsealed.rowCount == 1)
        let records = try log.read(try #require(log.recovery.batches.first))
        #expect(records.map(\.shape) == [LogFixture.shape])
        #expect(records.map(\.block) == [Array("row 4".utf8)])
        #expect(records.map(\.quarantined) == [Array("bad".utf8)])
        #expect(records.map(\.quarantinedCount) == [2])
        #expect(records.map(\.requestID) == ["r4"])
        #expect(records.map(\.time) == [LogTime(milliseconds: 1_700_000_000_001)])
        #expect(try fixture.append(LogFixture.rows(1, key: Self.key, time: 1_700_000_000_002), to: log).sequence == 3)
    }

    @Test func `this program writes the bytes of version 1`() throws {
        let (path, bytes) = try Self.write()
        #expect(path == LogFixture.path(11))
        #expect(Self.text(of: bytes) == Self.version1)
    }

    private static func text(of bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 32).map { start in
            bytes[start..<min(start + 32, bytes.count)].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }.joined(separator: "\n")
    }

    private static func bytes(of text: String) -> [UInt8] {
        let digits = text.compactMap { $0.hexDigitValue.map { UInt8($0) } }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
