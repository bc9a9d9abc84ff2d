// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import MartletCore
import Synchronization
import Testing

/// Random lives of a log against a model of what must be true.
///
/// In each life requests append, batches are sealed, inserted and committed, the disk fails, and at some point the process or the power ends. The engine of the
/// model drops repeated tokens. In the end every acknowledged row is in it exactly once and in order, and no row that was refused.
struct LogPropertyTests {
    @Test(arguments: 0..<150 as Range<UInt64>)
    func `every acknowledged row gets to the engine once`(seed: UInt64) throws {
        var model = LogModel(seed: seed)
        for _ in 0..<6 { try model.live() }
        try model.settle()
    }
}

/// What requests, batcher and committer know, and the table that comes of it.
private struct LogModel {
    private var fixture: LogFixture
    private let seed: UInt64
    private var random: SeededGenerator
    private var nextNumber = 1
    private var sealCount = 0
    /// Rows that were acknowledged; with a key, perhaps several times.
    private var acknowledged: Set<Int> = []
    /// Rows whose fate their client does not know.
    private var inFlight: Set<Int> = []
    /// Rows that were refused while the log went on.
    private var refused: Set<Int> = []
    private var tokens: [String: [Int]] = [:]
    private var table: [Int] = []
    /// Batches whose seal was acknowledged, that are not committed.
    private var sealed: [SealedBatch] = []

    init(seed: UInt64) {
        self.seed = seed
        self.random = SeededGenerator(seed: seed)
        self.fixture = LogFixture.small(seed: seed)
    }

    mutating func live() throws {
        // A new process: what was in line for the old one's thread is never written.
        self.fixture.pool = LogSyncPool(threadCount: 0)
        let log = try self.open()
        var refused: Set<Int> = []
        var appends: [(number: Int, Answer<LogReceipt>)] = []
        var seal: Answer<SealedBatch>?
        for _ in 0..<Int.random(in: 0...60, using: &self.random) {
            switch Int.random(in: 0..<20, using: &self.random) {
            case 0..<8: appends.append(self.append(to: log))
            case 8..<13: _ = self.fixture.pool.performNext()
            case 13 where seal == nil:
                guard let sequence = log.unsealed.lastSequence else { continue }
                let answer = Answer<SealedBatch>()
                log.seal(upTo: sequence, token: "\(self.sealCount)", table: "events") { answer.give($0) }
                self.sealCount += 1
                seal = answer
            case 14..<16: try self.insertOldest(of: log, commits: Bool.random(using: &self.random))
            case 16: self.fixture.files.fail([.write, .sync].randomElement(using: &self.random) ?? .sync)
            case 17: self.fixture.files.setDiskFull(Int.random(in: 0..<4, using: &self.random) == 0)
            case 18 where Int.random(in: 0..<4, using: &self.random) == 0:
                self.fixture.files.fail(.sync, times: 2)
                self.fixture.files.fail(.truncate)
            default: break
            }
            self.note(&seal)
            self.note(&appends, refused: &refused)
        }
        self.inFlight.formUnion(appends.map(\.number))
        // What a broken log has refused may be found on disk at the next start.
        if self.isBroken(log) { self.inFlight.formUnion(refused) } else { self.refused.formUnion(refused) }
        if Bool.random(using: &self.random) { self.fixture.files.crash() }
    }

    private func isBroken(_ log: DataSourceLog) -> Bool {
        let answer = Answer<LogReceipt>()
        log.append(LogFixture.rows(0)) { answer.give($0) }
        if case .failure(.broken) = answer.given { return true } else { return false }
    }

    /// The last life: no more faults, and everything gets to the engine.
    mutating func settle() throws {
        self.fixture.pool = LogSyncPool(threadCount: 0)
        let log = try self.open()
        if log.unsealed.recordCount > 0 { self.sealed.append(try self.fixture.seal(log, token: "rest")) }
        while !log.batches.isEmpty { try self.insertOldest(of: log, commits: true) }
        self.fixture.run()
        #expect(Set(self.table).count == self.table.count, "seed \(self.seed): a row is there twice")
        #expect(self.table == self.table.sorted(), "seed \(self.seed): rows are out of order")
        #expect(self.acknowledged.isSubset(of: self.table), "seed \(self.seed): lost \(self.acknowledged.subtracting(self.table))")
        let unknown = self.refused.subtracting(self.acknowledged).subtracting(self.inFlight)
        #expect(unknown.isDisjoint(with: self.table), "seed \(self.seed): refused, yet there: \(unknown.intersection(self.table))")
        #expect(try self.fixture.open().recovery.batches == [])
    }

    private func open() throws -> DataSourceLog {
        self.fixture.files.heal()
        self.fixture.files.setDiskFull(false)
        let log = try self.fixture.open()
        #expect(log.recovery.damage == [], "seed \(self.seed)")
        #expect(log.recovery.doubtfulRowCount == 0, "seed \(self.seed)")
        let known = log.batches.filter { batch in self.sealed.contains { $0.token == batch.token } }
        #expect(known == self.sealed.filter { batch in known.contains { $0.token == batch.token } }, "seed \(self.seed)")
        for batch in self.sealed where !log.batches.contains(batch) {
            // Only a commit, acknowledged or not, ends a batch.
            #expect(self.tokens[batch.token] != nil, "seed \(self.seed): batch \(batch.token) is gone")
        }
        return log
    }

    private mutating func append(to log: DataSourceLog) -> (number: Int, Answer<LogReceipt>) {
        let number = self.nextNumber
        self.nextNumber += 1
        let answer = Answer<LogReceipt>()
        let key = IdempotencyKey(hash: UInt128(number), contentHash: 1)
        var rows = LogFixture.rows(number, key: key, shape: LogShape(key: UInt64(number % 3), bytes: [UInt8(number % 3)]))
        rows.quarantined = Array(repeating: 7, count: Int.random(in: 0...150, using: &self.random))
        log.append(rows) { answer.give($0) }
        // An impatient client sends again.
        if Int.random(in: 0..<6, using: &self.random) == 0 { log.append(rows) { _ in } }
        return (number, answer)
    }

    private mutating func insertOldest(of log: DataSourceLog, commits: Bool) throws {
        guard let batch = log.batches.first else { return }
        let numbers = try log.read(batch).compactMap(LogFixture.number)
        if let before = self.tokens[batch.token] {
            #expect(before == numbers, "seed \(self.seed): batch \(batch.token) has changed")
        } else {
            self.table += numbers
        }
        self.tokens[batch.token] = numbers
        guard commits else { return }
        log.commit(batch)
        self.fixture.run()
    }

    private mutating func note(_ seal: inout Answer<SealedBatch>?) {
        guard let given = seal?.given else { return }
        if case .success(let batch) = given { self.sealed.append(batch) }
        seal = nil
    }

    private mutating func note(_ appends: inout [(number: Int, Answer<LogReceipt>)], refused: inout Set<Int>) {
        for (number, answer) in appends {
            switch answer.given {
            case .success: self.acknowledged.insert(number)
            case .failure: refused.insert(number)
            case nil: break
            }
        }
        appends.removeAll { $0.1.given != nil }
    }
}
