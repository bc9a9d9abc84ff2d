// Part of Martlet. Apache License 2.0; see LICENSE.

/// When something runs, in the notation of cron: `*/10 8-18 * * MON-FRI`.
///
/// Five fields, or six with seconds at the end, or seven with years after them; or a name like `@daily`. Days of the month
/// may be `L` or `15W`, days of the week `5#2` or `L5`.
package struct CronExpression: Hashable, Sendable {
    package let minutes: Set<Int>
    package let hours: Set<Int>
    package let daysOfMonth: Set<Int>
    /// Whether the last day of a month counts too.
    package let includesLastDayOfMonth: Bool
    /// The weekday nearest to this day of the month counts, instead of the day.
    package let nearestWeekday: Int?
    /// From 1, January.
    package let months: Set<Int>
    /// From 0, Sunday, to 6.
    package let daysOfWeek: Set<Int>
    /// Weekdays that count only once in a month; then there are no plain ones.
    package let countedWeekdays: Set<CountedWeekday>
    package let seconds: Set<Int>
    /// Nil for every year.
    package let years: Set<Int>?
    /// Whether a day counts as soon as one of its two fields names it: so where neither of them is `*`.
    package let matchesEitherDay: Bool

    private static let named = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// Reads an expression; nil if it is none.
    package init?(parsing text: String) {
        let fields = (Self.named[text.lowercased()] ?? text).split { $0 == " " || $0 == "\t" }
        guard (5...7).contains(fields.count) else { return nil }
        guard let minutes = CronField.minute.values(fields[0]), let hours = CronField.hour.values(fields[1]),
            let daysOfMonth = CronMonthDays(fields[2]), let months = CronField.month.values(fields[3]),
            let daysOfWeek = CronWeekdays(fields[4]),
            let seconds = fields.count > 5 ? CronField.second.values(fields[5]) : [0]
        else { return nil }
        var years: Set<Int>?
        if fields.count > 6, fields[6] != "*" {
            guard let values = CronField.year.values(fields[6]) else { return nil }
            years = values
        }
        self.minutes = minutes
        self.hours = hours
        self.daysOfMonth = daysOfMonth.days
        self.includesLastDayOfMonth = daysOfMonth.includesLast
        self.nearestWeekday = daysOfMonth.nearestWeekday
        self.months = months
        self.daysOfWeek = daysOfWeek.days
        self.countedWeekdays = daysOfWeek.counted
        self.seconds = seconds
        self.years = years
        self.matchesEitherDay = !["*", "?"].contains(fields[2].prefix(1)) && !["*", "?"].contains(fields[4].prefix(1))
    }
}
