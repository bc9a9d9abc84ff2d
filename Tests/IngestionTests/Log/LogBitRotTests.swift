// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import MartletCore
import Testing

/// Logs of random shape whose bytes change at random places.
struct LogBitRotTests {
    /// Writes 60 rows in groups of random size; the rows up to the number given back are committed, some more are sealed.
    private static func fill(_ fixture: LogFixture, using random: inout SeededGenerator) throws -> Int {
        let log = try fixture.open()
        var committed = 0
        for number in 1...60 {
            log.append(LogFixture.rows(number, shape: LogShape(key: UInt64(number % 2), bytes: [1, 2, 3]))) { _ in }
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<4: fixture.run()
            case 4:
                fixture.run()
                guard try fixture.seal(log, token: "\(number)").rowCount > 0, Bool.random(using: &random) else { continue }
                for batch in log.batches { fixture.commit(batch, in: log) }
                committed = number
            default: break
            }
        }
        fixture.run()
        return committed
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `what is left is right, and what is lost is reported`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = LogFixture.small(seed: seed)
        let committed = try Self.fill(fixture, using: &random)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let path = try #require(fixture.files.names.randomElement(using: &random))
            let place = Int.random(in: 0..<fixture.files[path].count, using: &random)
            fixture.files[path][place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        let log = try fixture.open()
        let damage = log.recovery.damage
        #expect(!damage.isEmpty || log.recovery.cutByteCount > 0, "seed \(seed)")
        let numbers = try fixture.numbers(in: log)
        #expect(numbers == numbers.sorted(), "seed \(seed)")
        #expect(Set(numbers).count == numbers.count, "seed \(seed)")
        // What a commit covered comes back only if that commit was lost: under its token, or reported as doubtful.
        let missing = (1...60).filter { $0 > committed && !numbers.contains($0) }.count
        let lost = damage.contains { $0.rowCount == nil } ? 60 : damage.compactMap(\.rowCount).reduce(0, +)
        let isTailCut = log.recovery.cutByteCount > 48
        #expect(missing <= lost || isTailCut, "seed \(seed): \(missing) rows are missing, \(lost) are reported")
        let again = try fixture.open()
        #expect(again.recovery.damage == damage, "seed \(seed)")
        #expect(try fixture.numbers(in: again) == numbers, "seed \(seed)")
    }
}
