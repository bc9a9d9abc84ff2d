// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import Ingestion

/// The walk of rows through a healthy log.
struct DataSourceLogTests {
    @Test func `rows are answered when they are durable, and not before`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let answer = Answer<LogReceipt>()
        log.append(LogFixture.rows(1)) { answer.give($0) }
        #expect(answer.given == nil)
        #expect(log.unsealed.recordCount == 0)
        fixture.run()
        #expect(try answer.result.get() == LogReceipt(sequence: 3, rowCount: 1, quarantinedCount: 0, isDuplicate: false))
        fixture.files.crash()
        #expect(try fixture.numbers(in: fixture.open()) == [1])
    }

    @Test func `one sync serves all that wait`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let answers = (1...5).map { number in
            let answer = Answer<LogReceipt>()
            log.append(LogFixture.rows(number)) { answer.give($0) }
            return answer
        }
        #expect(fixture.pool.performNext())
        #expect(try answers.map { try $0.result.get().sequence } == [3, 4, 5, 6, 7])
        #expect(!fixture.pool.performNext())
    }

    @Test func `a batch is read back as it was given`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let other = LogShape(key: 8, bytes: Array("other".utf8))
        let both = LogRows(
            shape: LogFixture.shape, rowCount: 2, block: [1, 2, 3], quarantinedCount: 1, quarantined: [4, 5], requestID: "é",
            time: LogTime(milliseconds: 1_700_000_000_000))
        let bad = LogRows(
            shape: other, rowCount: 0, block: [], quarantinedCount: 1, quarantined: [6], requestID: "", time: LogTime(milliseconds: -1))
        try fixture.append(both, to: log)
        try fixture.append(bad, to: log)
        #expect(log.unsealed.rowCount == 2)
        #expect(log.unsealed.quarantinedCount == 2)
        #expect(log.unsealed.byteCount == 6)
        #expect(log.unsealed.firstTime == LogTime(milliseconds: 1_700_000_000_000))
        let batch = try fixture.seal(log, token: "token", table: "events_1")
        #expect(batch.token == "token")
        #expect(batch.table == "events_1")
        #expect(batch.firstSequence == 1)
        #expect(batch.lastSequence == 6)
        #expect(batch.rowCount == 2)
        #expect(batch.quarantinedCount == 2)
        #expect(
            try log.read(batch) == [
                RowsRecord(
                    sequence: 3, shape: LogFixture.shape, rowCount: 2, block: [1, 2, 3], quarantinedCount: 1, quarantined: [4, 5],
                    requestID: "é", time: LogTime(milliseconds: 1_700_000_000_000)),
                RowsRecord(
                    sequence: 6, shape: other, rowCount: 0, block: [], quarantinedCount: 1, quarantined: [6], requestID: "",
                    time: LogTime(milliseconds: -1)),
            ])
    }

    @Test func `a batch ends where it is told to`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let receipts = try fixture.append(1...5, to: log)
        let answer = Answer<SealedBatch>()
        log.seal(upTo: receipts[2].sequence, token: "a", table: "events") { answer.give($0) }
        fixture.run()
        let first = try answer.result.get()
        #expect(log.unsealed.recordCount == 2)
        let second = try fixture.seal(log, token: "b")
        #expect(second.firstSequence == first.lastSequence + 1)
        #expect(try log.read(first).map(LogFixture.number) == [1, 2, 3])
        #expect(try log.read(second).map(LogFixture.number) == [4, 5])
        #expect(log.batches == [first, second])
        fixture.commit(first, in: log)
        #expect(log.batches == [second])
    }

    @Test func `what was sealed comes back as it was, what was committed does not`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...2, to: log)
        fixture.commit(try fixture.seal(log, token: "a"), in: log)
        try fixture.append(3...4, to: log)
        let sealed = try fixture.seal(log, token: "b")
        try fixture.append(5...5, to: log)
        let again = try fixture.open()
        #expect(again.recovery.batches == [sealed])
        #expect(again.recovery.unsealed.rowCount == 1)
        #expect(again.recovery.rowCount == 5)
        #expect(again.recovery.cutByteCount == 0)
        #expect(again.recovery.damage == [])
        #expect(try fixture.numbers(in: again) == [3, 4, 5])
    }

    @Test func `a full segment is followed by another, and goes when the engine has its rows`() throws {
        let fixture = LogFixture.small()
        let log = try fixture.open()
        try fixture.append(1...60, to: log)
        #expect(fixture.files.names.count > 3)
        let batch = try fixture.seal(log, token: "a")
        #expect(try log.read(batch).map(LogFixture.number) == Array(1...60))
        fixture.commit(batch, in: log)
        #expect(fixture.files.names.count == 1)
        #expect(log.byteCount < fixture.limits.segmentSize.bytes)
        try fixture.append(61...61, to: log)
        fixture.files.crash()
        let again = try fixture.open()
        #expect(again.recovery.damage == [])
        #expect(try fixture.numbers(in: again) == [61])
    }

    @Test func `an idle log shrinks to nothing but a new segment`() throws {
        let fixture = LogFixture.small()
        let log = try fixture.open()
        try fixture.append(1...6, to: log)
        #expect(fixture.files.names == [LogFixture.path(1)])
        #expect(log.byteCount > fixture.limits.idleSegmentSize.bytes)
        let batch = try fixture.seal(log, token: "a")
        fixture.commit(batch, in: log)
        #expect(fixture.files.names != [LogFixture.path(1)])
        #expect(fixture.files.names.count == 1)
        #expect(log.byteCount < 300)
        #expect(try fixture.open().recovery.damage == [])
    }

    @Test func `sequences go on after a restart`() async throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        let before = try fixture.append(LogFixture.rows(1), to: log)
        await fixture.close(log)
        #expect(throws: LogError.closed) { try fixture.append(LogFixture.rows(2), to: log) }
        let again = try fixture.open()
        #expect(again.recovery.cutByteCount == 0)
        #expect(try fixture.append(LogFixture.rows(2), to: again).sequence > before.sequence + 1)
        #expect(fixture.files.names == [LogFixture.path(1)])
    }

    @Test func `an untouched log leaves no file`() async throws {
        let fixture = LogFixture()
        await fixture.close(try fixture.open())
        #expect(fixture.files.names == [])
    }

    @Test func `threads of the pool do the same`() async throws {
        let fixture = LogFixture()
        let pool = LogSyncPool(threadCount: 2)
        defer { pool.stop() }
        let log = try DataSourceLog.open(
            LogFixture.folder, dataSource: "t_1", limits: fixture.limits, budget: fixture.budget, memory: LogBudget(limit: fixture.memory),
            pool: pool, files: fixture.files)
        try await withThrowingTaskGroup { group in
            for number in 1...200 { group.addTask { try await log.append(LogFixture.rows(number)) } }
            var sequences: Set<UInt64> = []
            for try await receipt in group { sequences.insert(receipt.sequence) }
            #expect(sequences.count == 200)
        }
        let batch = try await log.seal(upTo: log.unsealed.lastSequence ?? 0, token: "a", table: "events")
        #expect(Set(try log.read(batch).compactMap(LogFixture.number)) == Set(1...200))
        log.commit(batch)
        await log.close()
        #expect(try fixture.open().recovery.batches == [])
    }
}
