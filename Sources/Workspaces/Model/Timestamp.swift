// Part of Martlet. Apache License 2.0; see LICENSE.

package import FoundationEssentials

/// A moment as the API writes it: `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, always 26 characters (http-api contract, 1.2).
package struct Timestamp: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package init(_ date: Date) {
        let microseconds = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
        // What is left of a second counts from its beginning, before 1970 too.
        let fraction = (microseconds % 1_000_000 + 1_000_000) % 1_000_000
        let wholeSeconds = Date(timeIntervalSince1970: Double((microseconds - fraction) / 1_000_000))
        let calendar = wholeSeconds.formatted(
            Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .gmt).year().month().day().dateSeparator(.dash).time(
                includingFractionalSeconds: false))
        self.text = "\(calendar).\(String(1_000_000 + fraction).dropFirst())"
    }

    package static func now() -> Timestamp { Timestamp(Date()) }
    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.text < right.text }
    package var description: String { self.text }
}
