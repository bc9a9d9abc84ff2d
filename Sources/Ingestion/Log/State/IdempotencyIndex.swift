// Part of Martlet. Apache License 2.0; see LICENSE.

/// The idempotency keys that are still known, within the limits of number and age.
///
/// Age is measured by the newest time that was seen. Each key has a *home*, the record on disk that would bring it back.
struct IdempotencyIndex: Sendable {
    private struct Entry: Sendable {
        let kept: KeptKey
        var home: UInt64
    }

    private let countLimit: Int
    private let lifetime: Int64
    private var entries: [UInt128: Entry] = [:]
    /// The keys by age, oldest first, from `head` on; some may have been replaced since.
    private var order: [(hash: UInt128, sequence: UInt64)] = []
    private var head = 0
    private var newestTime = LogTime(milliseconds: .min)

    init(limits: LogLimits) {
        self.countLimit = limits.keys
        self.lifetime = limits.keyLifetimeMilliseconds
    }

    /// Bytes that all keys would take in the log.
    var byteCount: Int { self.entries.count * KeptKey.byteCount }

    /// What is known of a key at a time.
    mutating func key(hash: UInt128, at time: LogTime) -> KeptKey? {
        self.forget(olderThan: time)
        return self.entries[hash]?.kept
    }

    mutating func insert(_ kept: KeptKey, home: UInt64) {
        self.forget(olderThan: kept.time)
        guard !self.isTooOld(kept.time) else { return }
        let known = self.entries.updateValue(Entry(kept: kept, home: home), forKey: kept.key.hash)
        if known?.kept.sequence != kept.sequence { self.order.append((kept.key.hash, kept.sequence)) }
        while self.entries.count > self.countLimit { self.forgetOldest() }
    }

    /// Forgets the keys of records that were not kept after all.
    mutating func removeAll(from sequence: UInt64) {
        while self.order.count > self.head, let last = self.order.last, last.sequence >= sequence {
            if self.entries[last.hash]?.kept.sequence == last.sequence { self.entries[last.hash] = nil }
            self.order.removeLast()
        }
    }

    /// The keys that would be lost with all records before `sequence`.
    func keys(homedBefore sequence: UInt64) -> [KeptKey] {
        self.order[self.head...].compactMap { place in
            guard let entry = self.entries[place.hash], entry.home < sequence, entry.kept.sequence == place.sequence else { return nil }
            return entry.kept
        }
    }

    /// Says that the keys homed before `sequence` stand in the record `home` as well.
    mutating func move(homedBefore sequence: UInt64, to home: UInt64) {
        for (hash, entry) in self.entries where entry.home < sequence { self.entries[hash]?.home = home }
    }

    /// Puts the keys in order after they were read from records that carried some of them over.
    mutating func sort() {
        self.order = self.order[self.head...].sorted { $0.sequence < $1.sequence }
        self.head = 0
    }

    private func isTooOld(_ time: LogTime) -> Bool {
        self.newestTime.milliseconds.subtractingReportingOverflow(self.lifetime).partialValue > time.milliseconds
            && self.newestTime.milliseconds > time.milliseconds
    }

    private mutating func forget(olderThan time: LogTime) {
        self.newestTime = max(self.newestTime, time)
        while self.head < self.order.count {
            let oldest = self.order[self.head]
            if let entry = self.entries[oldest.hash], entry.kept.sequence == oldest.sequence, !self.isTooOld(entry.kept.time) { return }
            self.forgetOldest()
        }
    }

    private mutating func forgetOldest() {
        let oldest = self.order[self.head]
        if self.entries[oldest.hash]?.kept.sequence == oldest.sequence { self.entries[oldest.hash] = nil }
        self.head += 1
        if self.head * 2 > self.order.count {
            self.order.removeFirst(self.head)
            self.head = 0
        }
    }
}
