// Part of Martlet. Apache License 2.0; see LICENSE.

/// When something runs, in the notation of cron: `*/10 8-18 * * MON-FRI`.
///
/// Five fields, or six with seconds at the end, or seven with years after them; or a name like `@daily`.
package struct CronExpression: Hashable, Sendable {
    package let minutes: Set<Int>
    package let hours: Set<Int>
    package let daysOfMonth: Set<Int>
    /// From 1, January.
    package let months: Set<Int>
    /// From 0, Sunday, to 6.
    package let daysOfWeek: Set<Int>
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
            let daysOfMonth = CronField.dayOfMonth.values(fields[2]), let months = CronField.month.values(fields[3]),
            let daysOfWeek = CronField.dayOfWeek.values(fields[4]),
            let seconds = fields.count > 5 ? CronField.second.values(fields[5]) : [0]
        else { return nil }
        var years: Set<Int>?
        if fields.count > 6, fields[6] != "*" {
            guard let values = CronField.year.values(fields[6]) else { return nil }
            years = values
        }
        self.minutes = minutes
        self.hours = hours
        self.daysOfMonth = daysOfMonth
        self.months = months
        // Sunday is both 0 and 7.
        self.daysOfWeek = Set(daysOfWeek.map { $0 % 7 })
        self.seconds = seconds
        self.years = years
        self.matchesEitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
    }
}
