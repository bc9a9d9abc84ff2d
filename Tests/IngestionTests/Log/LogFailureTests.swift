// Part of Martlet. Apache License 2.0; see LICENSE.

import Ingestion
import MartletCore
import Testing

/// What a log does when the disk fails, or when it is asked for too much.
struct LogFailureTests {
    // MARK: The disk

    @Test(arguments: [FaultyFileSystem.Call.write, .sync])
    func `a failed call refuses all that wait, and the log goes on`(call: FaultyFileSystem.Call) throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...2, to: log)
        let waiting = [Answer<LogReceipt>(), Answer<LogReceipt>()]
        fixture.files.fail(call)
        for (number, answer) in zip(3..., waiting) { log.append(LogFixture.rows(number)) { answer.give($0) } }
        fixture.run()
        for answer in waiting {
            let error = #expect(throws: LogError.self) { try answer.result.get() }
            #expect(error?.code == .unavailable)
            #expect(error?.retryAfterSeconds == 1)
        }
        try fixture.append(5...5, to: log)
        #expect(try fixture.numbers(in: log) == [1, 2, 5])
        fixture.files.crash()
        #expect(try fixture.numbers(in: fixture.open()) == [1, 2, 5])
    }

    @Test func `a segment that cannot be begun is begun again`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        fixture.files.fail(.sync)
        #expect(throws: LogError.self) { try fixture.append(1...1, to: log) }
        #expect(fixture.files.names == [])
        try fixture.append(2...2, to: log)
        fixture.files.crash()
        #expect(try fixture.numbers(in: fixture.open()) == [2])
    }

    @Test func `a full disk heals by itself`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...1, to: log)
        fixture.files.setDiskFull(true)
        #expect(throws: LogError.diskFull) { try fixture.append(2...2, to: log) }
        #expect(LogError.diskFull.code == .unavailable)
        #expect(LogError.diskFull.retryAfterSeconds == 5)
        fixture.files.setDiskFull(false)
        try fixture.append(3...3, to: log)
        #expect(try fixture.numbers(in: log) == [1, 3])
    }

    @Test func `a log that cannot take back what it wrote refuses everything until it is opened again`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...1, to: log)
        fixture.files.fail(.sync)
        fixture.files.fail(.truncate)
        #expect(throws: LogError.self) { try fixture.append(2...2, to: log) }
        let error = #expect(throws: LogError.self) { try fixture.append(3...3, to: log) }
        guard case .broken = error else { return #expect(Bool(false), "the log is broken: \(error as Any)") }
        #expect(throws: LogError.self) { try fixture.seal(log, token: "a") }
        let again = try fixture.open()
        try fixture.append(4...4, to: again)
        // The second was in flight when its process gave up.
        #expect(try fixture.numbers(in: again) == [1, 2, 4])
    }

    @Test func `a failed seal leaves its rows unsealed`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...2, to: log)
        fixture.files.fail(.sync)
        #expect(throws: LogError.self) { try fixture.seal(log, token: "a") }
        #expect(log.unsealed.rowCount == 2)
        #expect(try log.read(try fixture.seal(log, token: "b")).map(LogFixture.number) == [1, 2])
    }

    @Test func `a byte that changed under an open log is not served`() throws {
        let fixture = LogFixture()
        let log = try fixture.open()
        try fixture.append(1...2, to: log)
        let batch = try fixture.seal(log, token: "a")
        let path = LogFixture.path(1)
        let file = try fixture.files.open(path)
        let place = fixture.files[path].count - 1
        let row = try #require(fixture.files[path].firstRange(of: Array("row 2".utf8))).lowerBound
        #expect(row < place)
        try file.write([0], at: row)
        let error = #expect(throws: LogError.self) { try log.read(batch) }
        guard case .damaged(let name, let offset, .brokenPayload) = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(path.hasSuffix(name))
        #expect(offset < row)
        #expect(error?.code == .internal)
    }

    // MARK: Limits

    @Test func `what would not fit is refused before it is written`() throws {
        var fixture = LogFixture()
        fixture.limits.recordSize = ByteCount(bytes: 100)
        let log = try fixture.open()
        var rows = LogFixture.rows(1)
        rows.block = Array(repeating: 0, count: 19)
        #expect(throws: LogError.tooLarge(byteCount: 101, limit: 100)) {
            rows.requestID = String(repeating: "r", count: 34)
            try fixture.append(rows, to: log)
        }
        #expect(LogError.tooLarge(byteCount: 101, limit: 100).code == .tooLarge)
        #expect(log.byteCount < 300)
        #expect(fixture.files.names == [])
    }

    @Test func `a slow disk is not buried`() throws {
        var fixture = LogFixture()
        fixture.limits.waiters = 2
        let log = try fixture.open()
        let answers = (1...3).map { number in
            let answer = Answer<LogReceipt>()
            log.append(LogFixture.rows(number)) { answer.give($0) }
            return answer
        }
        #expect(throws: LogError.tooMuchPending) { try answers[2].result.get() }
        fixture.run()
        #expect(try fixture.numbers(in: log) == [1, 2])
        #expect(LogError.tooMuchPending.code == .overloaded)
    }

    @Test func `pending bytes have a limit`() throws {
        var fixture = LogFixture()
        fixture.limits.pendingSize = ByteCount(bytes: 400)
        let log = try fixture.open()
        let answers = (1...3).map { number in
            let answer = Answer<LogReceipt>()
            log.append(LogFixture.rows(number)) { answer.give($0) }
            return answer
        }
        #expect(throws: LogError.tooMuchPending) { try answers[2].result.get() }
        fixture.run()
        #expect(try answers[0].result.get().rowCount == 1)
    }

    @Test func `a full log takes no rows until it has been emptied`() throws {
        var fixture = LogFixture.small()
        fixture.limits.logSize = ByteCount(bytes: 3_000)
        let log = try fixture.open()
        var count = 0
        let error = #expect(throws: LogError.self) {
            while count < 100 {
                try fixture.append(LogFixture.rows(count), to: log)
                count += 1
            }
        }
        #expect(error == .full)
        #expect(count > 10)
        // A segment's header, marks and a shape come on top of the row that just fits.
        #expect(log.byteCount <= 3_300)
        fixture.commit(try fixture.seal(log, token: "a"), in: log)
        try fixture.append(LogFixture.rows(count), to: log)
    }

    @Test func `all logs share one budget, and give back what they free`() throws {
        let fixture = LogFixture.small()
        let budget = LogBudget(limit: ByteCount(bytes: 4_000))
        let logs = try ["a", "b"].map { folder throws(LogError) in
            try DataSourceLog.open(
                folder, dataSource: folder, limits: fixture.limits, budget: budget, memory: LogBudget(limit: fixture.memory),
                pool: fixture.pool, files: fixture.files)
        }
        #expect(throws: LogError.full) { for number in 0..<100 { try fixture.append(LogFixture.rows(number), to: logs[0]) } }
        #expect(throws: LogError.full) { try fixture.append(LogFixture.rows(1), to: logs[1]) }
        fixture.commit(try fixture.seal(logs[0], token: "a"), in: logs[0])
        try fixture.append(LogFixture.rows(1), to: logs[1])
        fixture.files.fail(.sync)
        #expect(throws: LogError.self) { try fixture.append(LogFixture.rows(2), to: logs[1]) }
        #expect(budget.usedSize.bytes == logs[0].byteCount + logs[1].byteCount)
        let onDisk = fixture.files.names.reduce(0) { $0 + fixture.files[$1].count }
        #expect(onDisk <= budget.usedSize.bytes)
        #expect(budget.usedSize.bytes - onDisk <= 2 * 48)
    }
}
