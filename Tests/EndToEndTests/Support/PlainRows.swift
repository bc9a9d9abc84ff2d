// Part of Martlet. Apache License 2.0; see LICENSE.

import Foundation

/// A number as rows of text hold it.
func plain(_ number: some BinaryInteger) -> String { Double(number).description }

/// A number as rows of text hold it.
func plain(_ number: Double) -> String { number.description }

/// `2026-03-29 03:00:00`, by the clock of a time zone.
func plain(_ date: Date, in timeZone: TimeZone = .gmt) -> String {
    date.formatted(
        Date.VerbatimFormatStyle(
            format: """
                \(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)
                """,
            timeZone: timeZone, calendar: Calendar(identifier: .gregorian)))
}

extension ServerFixture.Answer {
    /// The rows with every value as text, so that they compare as wholes with rows that a test has computed.
    func plainRows() throws -> [[String: String]] {
        try self.rows().map { row in
            row.mapValues { value in (value as? String) ?? (value as? NSNumber).map { plain($0.doubleValue) } ?? "\(value)" }
        }
    }
}
