// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Workspaces

/// A moment as service data sources keep it: milliseconds since 1970.
package struct Moment: Sendable, Hashable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func now() -> Moment {
        Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    /// As the engine's `DateTime`.
    var seconds: UInt32 { UInt32(clamping: self.milliseconds / 1_000) }

    /// Seconds from another moment to this one.
    func seconds(since earlier: Moment) -> Double { Double(max(0, self.milliseconds - earlier.milliseconds)) / 1_000 }

    package static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }
}

extension Moment {
    /// Reads `YYYY-MM-DD HH:MM:SS.ffffff`.
    init(_ timestamp: Timestamp) {
        let parts = timestamp.text.split { !$0.isNumber }.map { Int64($0) ?? 0 }
        guard parts.count >= 6 else {
            self.milliseconds = 0
            return
        }
        // Years begin in March here, so that leap days come last.
        let year = parts[1] > 2 ? parts[0] : parts[0] - 1
        let month = (parts[1] + 9) % 12
        let days = 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + parts[2] - 1 - 719_468
        let seconds = ((days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5]
        self.milliseconds = seconds * 1_000 + (parts.count > 6 ? parts[6] / 1_000 : 0)
    }
}
