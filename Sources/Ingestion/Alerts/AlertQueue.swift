// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// Which data sources have rows in quarantine that nobody was told of yet, and when it is time to.
///
/// It holds a number for each data source, and so needs no other bound.
struct AlertQueue: Sendable {
    struct Key: Sendable, Hashable {
        let workspace: WorkspaceID
        let dataSource: ResourceID
    }

    private struct Entry {
        var rowCount = 0
        /// When the next alert may be sent.
        var due: ContinuousClock.Instant
    }

    private let limits: AlertLimits
    private var entries: [Key: Entry] = [:]

    init(limits: AlertLimits) { self.limits = limits }

    /// The rows that wait to be told of.
    var rowCount: Int { self.entries.values.reduce(0) { $0 + $1.rowCount } }

    mutating func note(_ rowCount: Int, of key: Key, now: ContinuousClock.Instant) {
        self.entries[key, default: Entry(due: now + self.limits.gathering)].rowCount += rowCount
    }

    /// The rows that are to be told of now, by their data sources.
    mutating func takeDue(now: ContinuousClock.Instant) -> [Key: Int] {
        // Those that were quiet for an interval begin anew.
        self.entries = self.entries.filter { $0.value.rowCount > 0 || $0.value.due > now }
        var due: [Key: Int] = [:]
        for (key, entry) in self.entries where entry.rowCount > 0 && entry.due <= now {
            due[key] = entry.rowCount
            self.entries[key] = Entry(due: now + self.limits.interval)
        }
        return due
    }
}
