// Part of Martlet. Apache License 2.0; see LICENSE.

/// The events of an example workspace, in the order in which they happened, batch by batch: the same for the same seed and end.
///
/// Batches follow time, so that each of them touches few partitions. A crowd that grows leaves more events in the later days.
package struct DemoEvents: Sequence, IteratorProtocol {
    private var workspace: any DemoWorkspace
    private var crowd: Crowd
    private let rows: Int
    private let firstHour: Int
    /// For each hour of the period, the rows that are due by its end.
    private let due: [Int]
    private var hour = 0
    private var written = 0

    /// - Parameters:
    ///   - rows: How many rows there are in all, over all data sources.
    ///   - end: The newest event's latest moment, milliseconds since 1970.
    ///   - days: How many days the events go back; the workspace's own choice when nil.
    package init(of workspace: any DemoWorkspace.Type, rows: Int, seed: UInt64, until end: Int64, days: Int? = nil) {
        let hours = (days ?? workspace.days) * 24
        let lastHour = Int(end / 3_600_000)
        self.workspace = workspace.init()
        self.crowd = Crowd(tenants: workspace.tenants, seed: seed, until: end)
        self.rows = rows
        self.firstHour = lastHour - hours + 1
        var weights: [Double] = []
        for hour in 0..<hours {
            let weight = Crowd.weight(of: lastHour - hours + 1 + hour, age: Double(hour) / Double(hours))
            weights.append((weights.last ?? 0) + weight)
        }
        let total = weights.last ?? 1
        self.due = weights.map { Int(($0 / total * Double(rows)).rounded()) }
    }

    /// The rows of the next batch, by data source; nil when there are no more.
    package mutating func next() -> [DemoLines.Lines]? {
        guard self.written < self.rows else { return nil }
        var lines = DemoLines(limit: self.rows - self.written)
        while lines.rowCount < Swift.min(Self.batchRows, self.rows - self.written) {
            while self.hour < self.due.count - 1, self.due[self.hour] <= self.written + lines.rowCount { self.hour += 1 }
            self.workspace.write(self.crowd.visit(in: self.firstHour + self.hour), to: &lines)
        }
        self.written += lines.rowCount
        return lines.lines
    }

    /// Large enough to make good parts in the engine, small enough for a request.
    private static let batchRows = 10_000
}
