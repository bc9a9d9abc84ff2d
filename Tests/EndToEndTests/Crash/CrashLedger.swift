// Part of Martlet. Apache License 2.0; see LICENSE.

import Synchronization

/// What was sent, row by row, and what of it was acknowledged.
///
/// Rows are numbered from 0; everything else about a row follows from its number, so the ledger can be compared with any table.
final class CrashLedger: Sendable {
    struct Book: Sendable {
        var nextRow = 0
        var nextBadRow = 0
        var requests = 0
        var acknowledged = 0
        var repeated = 0
        var retries = 0
        /// Rows that can be queried, as their senders were told.
        var confirmedRows = 0
    }

    private let book = Mutex(Book())

    var figures: Book { self.book.withLock { $0 } }

    /// The next request: `count` good rows, and some that belong in quarantine.
    func request(count: Int, badCount: Int) -> String {
        let (first, firstBad) = self.book.withLock { book in
            defer {
                book.nextRow += count
                book.nextBadRow += badCount
                book.requests += 1
            }
            return (book.nextRow, book.nextBadRow)
        }
        let good = (first..<first + count).map {
            "{\"id\":\($0),\"ts\":\"\(Self.day(of: $0)) 10:00:00\",\"value\":\(Self.value(of: $0))}\n"
        }
        let bad = (firstBad..<firstBad + badCount).map { "{\"id\":\"bad \($0)\",\"ts\":\"2026-01-01 00:00:00\",\"value\":1}\n" }
        return (good + bad).joined()
    }

    func acknowledge(isRepetition: Bool) {
        self.book.withLock { book in
            book.acknowledged += 1
            if isRepetition { book.repeated += 1 }
        }
    }

    /// Counts the good rows of a request that was answered when they could be queried.
    func confirm(_ body: String) {
        let rows = body.split(separator: "\n").count { !$0.contains("\"bad ") }
        self.book.withLock { $0.confirmedRows += rows }
    }

    func retry() { self.book.withLock { $0.retries += 1 } }

    /// Six months, a partition each.
    static func day(of row: Int) -> String { "2026-0\(1 + row % 6)-\(10 + row % 17)" }

    static func value(of row: Int) -> Int { row % 97 }

    /// The sum of the values of the first rows.
    static func valueSum(rowCount: Int) -> Int { (0..<rowCount).reduce(0) { $0 + self.value(of: $1) } }
}
