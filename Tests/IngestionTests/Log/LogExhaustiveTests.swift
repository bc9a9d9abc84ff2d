// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import MartletCore
import Testing

/// A small log, cut at every byte and with every bit flipped.
///
/// It holds four rows of which two are sealed and committed, one sealed, and one unsealed; each record is a group of its own.
struct LogExhaustiveTests {
    private static let path = LogFixture.path(1)

    /// The log's bytes, and how long it was after each row was acknowledged.
    private static func makeLog() throws -> (bytes: [UInt8], lengths: [Int]) {
        let fixture = LogFixture()
        let log = try fixture.open()
        var lengths: [Int] = []
        func append(_ number: Int) throws {
            try fixture.append(LogFixture.rows(number), to: log)
            lengths.append(try #require(fixture.files[Self.path].firstRange(of: Array("row \(number)".utf8))).upperBound)
        }
        try append(1)
        try append(2)
        fixture.commit(try fixture.seal(log, token: "committed"), in: log)
        try append(3)
        _ = try fixture.seal(log, token: "sealed")
        try append(4)
        return (fixture.files[Self.path], lengths)
    }

    @Test func `a log that ends anywhere has all whole rows before, and goes on`() throws {
        let (bytes, lengths) = try Self.makeLog()
        for byteCount in 0..<bytes.count {
            let fixture = LogFixture()
            fixture.files[Self.path] = Array(bytes.prefix(byteCount))
            let log = try fixture.open()
            #expect(log.recovery.damage == [], "cut at \(byteCount)")
            #expect(log.recovery.rowCount == lengths.count { $0 <= byteCount }, "cut at \(byteCount)")
            #expect(log.recovery.cutByteCount + fixture.files[Self.path].count == byteCount, "cut at \(byteCount)")
            let before = log.recovery.batches.flatMap { (try? log.read($0)) ?? [] }.compactMap(LogFixture.number)
            #expect([[], [1, 2], [3]].contains(before), "cut at \(byteCount)")
            try fixture.append(LogFixture.rows(5), to: log)
            fixture.files.crash()
            let again = try fixture.open()
            #expect(again.recovery.rowCount == log.recovery.rowCount + 1, "cut at \(byteCount)")
            #expect(again.recovery.damage == [], "cut at \(byteCount)")
            #expect(again.recovery.batches == log.recovery.batches, "cut at \(byteCount)")
        }
    }

    @Test func `a flipped bit is noticed wherever it is, and what it costs is told exactly`() throws {
        let (bytes, _) = try Self.makeLog()
        let lastMark = bytes.count - 48
        for bit in 0..<bytes.count * 8 {
            let fixture = LogFixture()
            var flipped = bytes
            flipped[bit / 8] ^= 1 << (bit % 8)
            fixture.files[Self.path] = flipped
            let log = try fixture.open()
            let lost = log.recovery.damage.compactMap(\.rowCount).reduce(0, +)
            #expect(log.recovery.rowCount + lost == 4, "bit \(bit)")
            if bit / 8 < lastMark {
                #expect(1...2 ~= log.recovery.damage.count, "bit \(bit)")
                #expect(log.recovery.cutByteCount == 0, "bit \(bit)")
                #expect(lost <= 1, "bit \(bit)")
            } else {
                // Nothing of worth is in the last mark, and it cannot be told from a torn one.
                #expect(log.recovery.damage == [], "bit \(bit)")
                #expect(log.recovery.cutByteCount == 48, "bit \(bit)")
            }
            guard bit % 8 == 0 else { continue }
            let numbers = try fixture.numbers(in: log)
            #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count && numbers.allSatisfy { 1...4 ~= $0 }, "bit \(bit)")
            #expect(numbers.count >= 2 - lost, "bit \(bit)")
            let mayBeTwice = numbers.filter { $0 < 3 }.count
            #expect(mayBeTwice <= log.recovery.doubtfulRowCount || log.recovery.damage.allSatisfy { !$0.isCommitted }, "bit \(bit)")
        }
    }

    @Test(arguments: [1, 7, 300]) func `any tail of rubbish is cut off`(byteCount: Int) throws {
        let (bytes, _) = try Self.makeLog()
        var random = SeededGenerator(seed: UInt64(byteCount))
        for _ in 0..<50 {
            let fixture = LogFixture()
            fixture.files[Self.path] = bytes + (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
            let log = try fixture.open()
            #expect(log.recovery.rowCount == 4)
            #expect(log.recovery.cutByteCount == byteCount)
            #expect(log.recovery.damage == [])
        }
    }
}
