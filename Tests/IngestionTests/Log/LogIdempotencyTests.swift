// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import MartletCore
import Testing

/// The same key, the same rows once.
struct LogIdempotencyTests {
    private static func key(_ number: Int, content: UInt64 = 1) -> IdempotencyKey {
        IdempotencyKey(hash: UInt128(number), contentHash: content)
    }

    @Test func `a repeated request gets the first receipt and stores nothing`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let first = try fixture.append(LogFixture.rows(1, key: Self.key(1)), to: log)
        let second = try fixture.append(LogFixture.rows(1, key: Self.key(1)), to: log)
        #expect(!first.isDuplicate)
        #expect(second.isDuplicate)
        #expect(second.sequence == first.sequence)
        #expect(second.rowCount == 1)
        #expect(log.unsealed.recordCount == 1)
        let again = try fixture.open()
        #expect(try fixture.append(LogFixture.rows(1, key: Self.key(1)), to: again) == second)
    }

    @Test func `other content under the same key is a conflict`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(LogFixture.rows(1, key: Self.key(1)), to: log)
        #expect(throws: LogError.conflict) { try fixture.append(LogFixture.rows(2, key: Self.key(1, content: 2)), to: log) }
        #expect(LogError.conflict.code == .conflict)
    }

    @Test func `the second of two at once waits for the first`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let (first, second) = (Answer<LogReceipt>(), Answer<LogReceipt>())
        log.append(LogFixture.rows(1, key: Self.key(1))) { first.give($0) }
        log.append(LogFixture.rows(1, key: Self.key(1))) { second.give($0) }
        #expect(second.given == nil)
        fixture.run()
        #expect(try !first.result.get().isDuplicate)
        #expect(try second.result.get().isDuplicate)
        #expect(log.unsealed.recordCount == 1)
    }

    @Test func `a key whose rows could not be kept is free again`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let (first, second) = (Answer<LogReceipt>(), Answer<LogReceipt>())
        fixture.files.fail(.sync)
        log.append(LogFixture.rows(1, key: Self.key(1))) { first.give($0) }
        log.append(LogFixture.rows(1, key: Self.key(1))) { second.give($0) }
        fixture.run()
        #expect(throws: LogError.self) { try first.result.get() }
        #expect(throws: LogError.self) { try second.result.get() }
        #expect(try !fixture.append(LogFixture.rows(1, key: Self.key(1)), to: log).isDuplicate)
    }

    @Test func `keys are known for a day`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let day: Int64 = 86_400_000
        try fixture.append(LogFixture.rows(1, key: Self.key(1), time: 5), to: log)
        #expect(try fixture.append(LogFixture.rows(1, key: Self.key(1), time: day + 5), to: log).isDuplicate)
        #expect(try !fixture.append(LogFixture.rows(1, key: Self.key(1), time: day + 6), to: log).isDuplicate)
        #expect(try fixture.append(LogFixture.rows(1, key: Self.key(1), time: day + 7), to: log).isDuplicate)
    }

    @Test func `the oldest keys go when there are too many`() throws {
        var fixture = LogFixture()
        fixture.limits.keys = 3
        let log = try fixture.open()
        for number in 1...4 { try fixture.append(LogFixture.rows(number, key: Self.key(number)), to: log) }
        #expect(try fixture.append(LogFixture.rows(2, key: Self.key(2)), to: log).isDuplicate)
        #expect(try !fixture.append(LogFixture.rows(1, key: Self.key(1)), to: log).isDuplicate)
    }

    @Test func `keys outlive the segments they came in`() throws {
        let fixture = LogFixture.small()
        let log = try fixture.open()
        for number in 1...10 { try fixture.append(LogFixture.rows(number, key: Self.key(number)), to: log) }
        for round in 0..<5 {
            try fixture.append(100 + round * 20...119 + round * 20, to: log)
            fixture.commit(try fixture.seal(log, token: "\(round)"), in: log)
        }
        #expect(!fixture.files.names.contains(LogFixture.path(1)))
        #expect(fixture.files.names.count <= 2)
        fixture.files.crash()
        let again = try fixture.open()
        #expect(again.recovery.damage == [])
        for number in 1...10 { #expect(try fixture.append(LogFixture.rows(number, key: Self.key(number)), to: again).isDuplicate) }
    }
}
