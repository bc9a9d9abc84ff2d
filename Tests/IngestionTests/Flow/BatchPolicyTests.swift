// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing

@testable import Ingestion

struct BatchPolicyTests {
    private func rows(_ count: Int, bytes: Int = 100, since milliseconds: Int64 = 1_000) -> UnsealedRows {
        var queue = UnsealedQueue()
        let rows = LogRows(
            shape: LogShape(key: 1, bytes: []), rowCount: count, block: Array(repeating: 0, count: bytes), requestID: "r",
            time: LogTime(milliseconds: milliseconds))
        queue.append(RowsEntry(rows, sequence: 1))
        return queue.summary
    }

    @Test(arguments: [(1_000, 200), (1_150, 50), (1_200, 0), (9_000, 0)])
    func `the first row decides how long a batch gathers`(now: Int, rest: Int) {
        let now = LogTime(milliseconds: Int64(now))
        #expect(BatchPolicy().remainingTime(of: self.rows(1), isAwaited: false, now: now) == .milliseconds(rest))
    }

    @Test func `who waits is served sooner`() {
        #expect(
            BatchPolicy().remainingTime(of: self.rows(1), isAwaited: true, now: LogTime(milliseconds: 1_000)) == .milliseconds(50))
    }

    @Test func `enough rows or bytes are a batch at once`() {
        let now = LogTime(milliseconds: 1_000)
        #expect(BatchPolicy().remainingTime(of: self.rows(400_000), isAwaited: false, now: now) == .zero)
        #expect(BatchPolicy().remainingTime(of: self.rows(1, bytes: 32 << 20), isAwaited: false, now: now) == .zero)
    }

    @Test func `a clock that was set back keeps rows no longer than usual`() {
        #expect(
            BatchPolicy().remainingTime(of: self.rows(1, since: 900_000), isAwaited: false, now: LogTime(milliseconds: 5))
                == .milliseconds(200))
    }

    @Test func `without rows there is nothing to wait for`() {
        #expect(BatchPolicy().remainingTime(of: UnsealedRows(), isAwaited: true, now: LogTime(milliseconds: 1)) == nil)
    }

    @Test func `a batch takes as many requests as stay within its bounds, and at least one`() {
        var queue = UnsealedQueue()
        for sequence in UInt64(1)...4 {
            let rows = LogRows(
                shape: LogShape(key: 1, bytes: []), rowCount: 10, block: Array(repeating: 0, count: 100), requestID: "r",
                time: LogTime(milliseconds: 1))
            queue.append(RowsEntry(rows, sequence: sequence))
        }
        #expect(queue.summary(rowLimit: 25, byteLimit: 1_000).lastSequence == 2)
        #expect(queue.summary(rowLimit: 1_000, byteLimit: 350).lastSequence == 3)
        #expect(queue.summary(rowLimit: 1, byteLimit: 1).lastSequence == 1)
    }
}
