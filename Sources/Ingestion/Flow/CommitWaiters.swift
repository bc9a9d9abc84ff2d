// Part of Martlet. Apache License 2.0; see LICENSE.

/// What became of a batch.
package enum CommitOutcome: Sendable, Hashable {
    /// Everything is where it belongs.
    case stored
    /// The table has the rows, but a materialized view behind it has failed on them.
    case viewFailed(String)
    /// The engine refuses the rows themselves; they are in quarantine.
    case rejected(String)
}

/// Those who asked to wait until their rows are in the engine.
struct CommitWaiters: Sendable {
    typealias Continuation = CheckedContinuation<CommitOutcome?, Never>

    private var waiters: [UInt64: (sequence: UInt64, continuation: Continuation)] = [:]
    private var nextID: UInt64 = 0

    /// Whether nothing will be committed any more: nobody may wait then.
    private(set) var isOver = false

    var isEmpty: Bool { self.waiters.isEmpty }

    mutating func makeID() -> UInt64 {
        self.nextID += 1
        return self.nextID
    }

    mutating func add(_ id: UInt64, sequence: UInt64, _ continuation: Continuation) {
        self.waiters[id] = (sequence, continuation)
    }

    mutating func remove(_ id: UInt64) -> Continuation? { self.waiters.removeValue(forKey: id)?.continuation }

    /// Takes out all, for good.
    mutating func end() -> [Continuation] {
        self.isOver = true
        return self.removeAll(through: .max)
    }

    /// Takes out those whose rows are among the first up to `sequence`.
    mutating func removeAll(through sequence: UInt64) -> [Continuation] {
        let ready = self.waiters.filter { $0.value.sequence <= sequence }
        for id in ready.keys { self.waiters.removeValue(forKey: id) }
        return ready.values.map(\.continuation)
    }
}
