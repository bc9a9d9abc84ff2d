// Part of Martlet. Apache License 2.0; see LICENSE.

/// Counts the rows on their way that files brought: they are told of with the files' jobs, all others as events.
struct FileRows: Sendable {
    struct Count: Sendable, Hashable {
        var rowCount = 0
        var quarantinedCount = 0
    }

    private var counts: [UInt64: Count] = [:]

    mutating func add(_ receipt: LogReceipt) {
        guard !receipt.isDuplicate else { return }
        self.counts[receipt.sequence] = Count(rowCount: receipt.rowCount, quarantinedCount: receipt.quarantinedCount)
    }

    /// Takes out those among the first up to `sequence`.
    mutating func remove(through sequence: UInt64) -> Count {
        guard !self.counts.isEmpty else { return Count() }
        var sum = Count()
        for (key, count) in self.counts where key <= sequence {
            sum.rowCount += count.rowCount
            sum.quarantinedCount += count.quarantinedCount
            self.counts[key] = nil
        }
        return sum
    }
}
