// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation

/// Turns the local time of a zone into Unix time, as ClickHouse does.
///
/// The offsets of all times a column can hold are looked up once; per value remains a search. A local time that occurs
/// twice is the first of both; one that is skipped counts with the offset after the change.
struct LocalTimeTable: Hashable, Sendable {
    /// The local times from which an offset holds, ascending, and the offsets; the first holds before them too.
    private var changes: [Int] = []
    private var offsets: [Int]

    /// The times of `DateTime64`: 1900 to 2299.
    private static let times = -2_208_988_800.0...10_413_791_999.0
    /// No zone has changed this often; a zone that would is cut there.
    private static let changeLimit = 10_000

    /// Nil if there is no such zone.
    init?(zone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        var time = Date(timeIntervalSince1970: Self.times.lowerBound)
        var offset = zone.secondsFromGMT(for: time)
        self.offsets = [offset]
        while let change = zone.nextDaylightSavingTimeTransition(after: time), change > time,
            change.timeIntervalSince1970 <= Self.times.upperBound, self.changes.count < Self.changeLimit
        {
            // Counted with the offset before: what is skipped then lies after the change, what is repeated before it.
            self.changes.append(Int(change.timeIntervalSince1970) + offset)
            offset = zone.secondsFromGMT(for: change)
            self.offsets.append(offset)
            time = change
        }
    }

    /// The Unix time of a local one, both in seconds.
    func unixTime(local: Int) -> Int {
        var low = 0
        var high = self.changes.count
        while low < high {
            let middle = (low + high) / 2
            if self.changes[middle] <= local { low = middle + 1 } else { high = middle }
        }
        return local - self.offsets[low]
    }
}
