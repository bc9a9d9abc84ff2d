// Part of Martlet. Apache License 2.0; see LICENSE.

/// The ledger against the tables: what is not there exactly as often as it should be.
struct Balance: CustomStringConvertible {
    /// What is wrong with rows or sums of one kind: how many, and the first few.
    struct Differences {
        private(set) var count = 0
        private(set) var first: [String] = []

        mutating func add(_ text: @autoclosure () -> String) {
            self.count += 1
            if self.first.count < 10 { self.first.append(text()) }
        }
    }

    private(set) var rowCount = 0
    private(set) var missing = Differences()
    private(set) var doubled = Differences()
    /// Of requests that nobody acknowledged, those that are there in part.
    private(set) var halves = Differences()
    private(set) var hours = Differences()
    private(set) var days = Differences()

    var isExact: Bool { [self.missing, self.doubled, self.halves, self.hours, self.days].allSatisfy { $0.count == 0 } }

    init(_ batches: [LedgerBatch], tables: LedgerTables) {
        var hours: [Int: LedgerTables.Sum] = [:]
        for batch in batches {
            let counts = batch.rows.map { row in (row.isGood ? tables.rowCounts : tables.quarantineCounts)[row.id] ?? 0 }
            let isExpected = batch.outcome == .acknowledged || counts.contains { $0 > 0 }
            for (row, count) in zip(batch.rows, counts) {
                let place = row.isGood ? "\(row.id)" : "\(row.id) (quarantine)"
                if count > 1 { self.doubled.add("\(place) in \(batch.key): \(count) times") }
                if count == 0, isExpected {
                    batch.outcome == .acknowledged
                        ? self.missing.add("\(place) in \(batch.key)") : self.halves.add("\(place) in \(batch.key)")
                }
                self.rowCount += count
                if isExpected, row.isGood { hours[row.time / 3600 * 3600, default: .zero].add(row.value) }
            }
        }
        var days: [Int: LedgerTables.Sum] = [:]
        for (hour, sum) in hours { days[hour / 86_400 * 86_400, default: .zero].add(sum) }
        Self.compare(hours, tables.hours) { self.hours.add($0) }
        Self.compare(days, tables.days) { self.days.add($0) }
    }

    private static func compare(
        _ expected: [Int: LedgerTables.Sum], _ stored: [Int: LedgerTables.Sum], report: (String) -> Void
    ) {
        for time in Set(expected.keys).union(stored.keys).sorted() where expected[time] != stored[time] {
            report("\(time): \(stored[time] ?? .zero), not \(expected[time] ?? .zero)")
        }
    }

    var description: String {
        guard !self.isExact else { return "exact: \(self.rowCount) rows, each once, in the table and in both levels of views" }
        let kinds = [
            ("missing rows", self.missing), ("doubled rows", self.doubled), ("rows missing of unacknowledged requests", self.halves),
            ("wrong hours", self.hours), ("wrong days", self.days),
        ]
        return kinds.filter { $0.1.count > 0 }.map { "\($0.0): \($0.1.count)\n    " + $0.1.first.joined(separator: "\n    ") }
            .joined(separator: "\n")
    }
}
