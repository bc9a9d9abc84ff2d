// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import Ingestion

struct RecentRowsTests {
    private let budget = LogBudget(limit: .kibibytes(4))

    private func rows(_ sequences: ClosedRange<UInt64>, limit: ByteCount = .mebibytes(1)) -> RecentRows {
        var rows = RecentRows(limit: limit, budget: self.budget)
        for sequence in sequences { rows.append(LogFixture.rows(Int(sequence)), sequence: sequence) }
        return rows
    }

    private func batch(_ sequences: ClosedRange<UInt64>) -> SealedBatch {
        SealedBatch(
            firstSequence: sequences.lowerBound, lastSequence: sequences.upperBound, token: "t", table: "events",
            rowCount: sequences.count, quarantinedCount: 0)
    }

    private func numbers(_ records: [RowsRecord]?) -> [Int]? { records?.compactMap(LogFixture.number) }

    @Test func `a batch is handed out whole`() {
        let rows = self.rows(1...5)
        #expect(self.numbers(rows.records(of: self.batch(2...4))) == [2, 3, 4])
        #expect(self.numbers(rows.records(of: self.batch(1...5))) == [1, 2, 3, 4, 5])
        #expect(rows.records(of: self.batch(4...6)) == nil)
    }

    @Test func `what the engine has, or the disk has not, is forgotten`() {
        var rows = self.rows(1...5)
        rows.removeAll(through: 2)
        rows.removeAll(from: 5)
        #expect(rows.records(of: self.batch(2...3)) == nil)
        #expect(rows.records(of: self.batch(4...5)) == nil)
        #expect(self.numbers(rows.records(of: self.batch(3...4))) == [3, 4])
    }

    @Test func `what does not fit is not kept, and room is given back`() {
        var rows = self.rows(1...9, limit: .kibibytes(1))
        #expect(self.numbers(rows.records(of: self.batch(1...3))) == [1, 2, 3])
        #expect(rows.records(of: self.batch(4...4)) == nil)
        var others = self.rows(1...100)
        #expect(others.records(of: self.batch(1...100)) == nil)
        rows.removeAll(through: 9)
        others.removeAll(from: 0)
        #expect(self.budget.usedSize == ByteCount(bytes: 0))
    }

    @Test func `a log reads back what it does not remember`() throws {
        var fixture = LogFixture()
        fixture.memory = .kibibytes(1)
        let log = try fixture.open()
        for number in 1...6 { try fixture.append(LogFixture.rows(number), to: log) }
        let batch = try fixture.seal(log, token: "a")
        #expect(try log.read(batch).map(LogFixture.number) == [1, 2, 3, 4, 5, 6])
        fixture.commit(batch, in: log)
        try fixture.append(LogFixture.rows(7), to: log)
        #expect(try log.read(try fixture.seal(log, token: "b")).map(LogFixture.number) == [7])
    }
}
