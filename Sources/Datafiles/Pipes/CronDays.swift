// Part of Martlet. Apache License 2.0; see LICENSE.

/// A weekday counted within its month: `5#2` is the second Friday, `L5` the last one.
package struct CountedWeekday: Hashable, Sendable {
    /// From 0, Sunday, to 6.
    package let weekday: Int
    /// From 1 to 5; nil for the last.
    package let occurrence: Int?

    package init(weekday: Int, occurrence: Int?) {
        self.weekday = weekday
        self.occurrence = occurrence
    }
}

/// The days of the month a cron expression names.
struct CronMonthDays {
    private(set) var days: Set<Int> = []
    /// `L`: the last day, whichever that is.
    private(set) var includesLast = false
    /// `15W`: the weekday nearest to this day; it stands alone.
    private(set) var nearestWeekday: Int?

    init?(_ field: Substring) {
        let field = field.lowercased()
        if field.hasPrefix("w") || field.hasSuffix("w") {
            let number = field.hasPrefix("w") ? field.dropFirst() : field.dropLast()
            guard number.unicodeScalars.allSatisfy(\.isDigit), let day = Int(number), (1...31).contains(day) else { return nil }
            self.nearestWeekday = day
            return
        }
        for item in field.split(separator: ",", omittingEmptySubsequences: false) {
            if item == "l" {
                self.includesLast = true
            } else {
                guard let days = CronField.dayOfMonth.values(Substring(item.replacing("-l", with: "-31"))) else { return nil }
                self.days.formUnion(days)
            }
        }
    }
}

/// The days of the week a cron expression names: plain ones, or some counted within the month.
struct CronWeekdays {
    private(set) var days: Set<Int> = []
    private(set) var counted: Set<CountedWeekday> = []

    init?(_ field: Substring) {
        for item in field.lowercased().split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: "#", omittingEmptySubsequences: false)
            if parts.count == 2 {
                guard parts[1].unicodeScalars.allSatisfy(\.isDigit), let occurrence = Int(parts[1]), (1...5).contains(occurrence),
                    let days = Self.days(parts[0])
                else { return nil }
                self.counted.formUnion(days.map { CountedWeekday(weekday: $0, occurrence: occurrence) })
            } else if item.hasPrefix("l") {
                guard let days = Self.days(item.dropFirst()), days.count == 1, let day = days.first else { return nil }
                self.counted.insert(CountedWeekday(weekday: day, occurrence: nil))
            } else {
                guard let days = Self.days(item) else { return nil }
                self.days.formUnion(days)
            }
        }
        // A plain day would swallow the counted ones.
        guard self.counted.isEmpty || self.days.isEmpty else { return nil }
    }

    /// Sunday is both 0 and 7.
    private static func days(_ text: Substring) -> Set<Int>? {
        CronField.dayOfWeek.values(text).map { Set($0.map { $0 % 7 }) }
    }
}
