// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import MartletCore
import Synchronization

/// A log on a faulty file system, whose threads are the test itself: nothing is written but by `run`.
struct LogFixture {
    static let folder = "log"
    static let shape = LogShape(key: 7, bytes: Array("shape".utf8))

    let files: FaultyFileSystem
    var pool = LogSyncPool(threadCount: 0)
    var budget = LogBudget(limit: .mebibytes(64))
    /// Nothing stays in memory, so that what is on the disk is what is read.
    var memory = ByteCount(bytes: 0)
    var limits = LogLimits()

    init(seed: UInt64 = 1) {
        self.files = FaultyFileSystem(seed: seed)
    }

    /// So small that a few records fill a segment.
    static func small(seed: UInt64 = 1) -> LogFixture {
        var fixture = LogFixture(seed: seed)
        fixture.limits.segmentSize = ByteCount(bytes: 1_500)
        fixture.limits.idleSegmentSize = ByteCount(bytes: 700)
        fixture.limits.checkpointSpacing = ByteCount(bytes: 200)
        fixture.limits.keysInRecord = 3
        return fixture
    }

    func open() throws(LogError) -> DataSourceLog {
        try DataSourceLog.open(
            Self.folder, dataSource: "t_1", limits: self.limits, budget: LogBudget(limit: self.budget.limit),
            memory: LogBudget(limit: self.memory), pool: self.pool, files: self.files)
    }

    /// One row that is told by its number.
    static func rows(_ number: Int, key: IdempotencyKey? = nil, shape: LogShape = Self.shape, time: Int64 = 0) -> LogRows {
        LogRows(
            shape: shape, rowCount: 1, block: Array("row \(number)".utf8), requestID: "r\(number)", time: LogTime(milliseconds: time),
            key: key)
    }

    static func number(of record: RowsRecord) -> Int? {
        Int(String(decoding: record.block, as: UTF8.self).dropFirst(4))
    }

    /// Writes all that waits.
    func run() {
        while self.pool.performNext() {}
    }

    @discardableResult
    func append(_ rows: LogRows, to log: DataSourceLog) throws(LogError) -> LogReceipt {
        let answer = Answer<LogReceipt>()
        log.append(rows) { answer.give($0) }
        self.run()
        return try answer.result.get()
    }

    @discardableResult
    func append(_ numbers: ClosedRange<Int>, to log: DataSourceLog) throws(LogError) -> [LogReceipt] {
        var receipts: [LogReceipt] = []
        for number in numbers { receipts.append(try self.append(Self.rows(number), to: log)) }
        return receipts
    }

    /// Seals all that is unsealed.
    func seal(_ log: DataSourceLog, token: String, table: String = "events") throws(LogError) -> SealedBatch {
        let answer = Answer<SealedBatch>()
        log.seal(upTo: log.unsealed.lastSequence ?? 0, token: token, table: table) { answer.give($0) }
        self.run()
        return try answer.result.get()
    }

    func commit(_ batch: SealedBatch, in log: DataSourceLog) {
        log.commit(batch)
        self.run()
    }

    /// Closes the log while the test does the writing.
    func close(_ log: DataSourceLog) async {
        let isClosed = Answer<Bool>()
        await withTaskGroup { group in
            group.addTask {
                await log.close()
                isClosed.give(.success(true))
            }
            group.addTask {
                while isClosed.given == nil {
                    self.run()
                    await Task.yield()
                }
            }
        }
    }

    /// The numbers of all rows that a freshly opened log has yet to bring to the engine, in order.
    func numbers(in log: DataSourceLog) throws(LogError) -> [Int] {
        var numbers: [Int] = []
        for batch in log.batches { numbers += try log.read(batch).compactMap(Self.number) }
        guard log.unsealed.recordCount > 0 else { return numbers }
        return numbers + (try log.read(try self.seal(log, token: "rest")).compactMap(Self.number))
    }

    /// The path of a segment.
    static func path(_ firstSequence: Int) -> String {
        let digits = String(firstSequence)
        return "\(Self.folder)/" + String(repeating: "0", count: 20 - digits.count) + digits + ".log"
    }
}

/// What a log has answered.
final class Answer<Value: Sendable>: Sendable {
    private let answer = Mutex<Result<Value, LogError>?>(nil)

    func give(_ result: Result<Value, LogError>) {
        self.answer.withLock {
            precondition($0 == nil, "an answer is given once")
            $0 = result
        }
    }

    var given: Result<Value, LogError>? { self.answer.withLock { $0 } }

    var result: Result<Value, LogError> {
        guard let given else { preconditionFailure("the log has not answered") }
        return given
    }
}
