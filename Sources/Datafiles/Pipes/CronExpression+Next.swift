// Part of Martlet. Apache License 2.0; see LICENSE.

extension CronExpression {
    /// The first moment after `moment` that the expression names, both in seconds since 1970, UTC; nil if there is none.
    package func next(after moment: Int) -> Int? {
        let start = moment + 1
        let first = CronDate(dayNumber: Int((Double(start) / 86_400).rounded(.down)))
        var date = first
        for _ in 0..<Self.searchedDays {
            if self.years.map({ $0.contains(date.year) }) ?? true, self.months.contains(date.month), self.names(date) {
                let earliest = date.dayNumber == first.dayNumber ? start - first.dayNumber * 86_400 : 0
                if let second = self.firstSecond(from: earliest) { return date.dayNumber * 86_400 + second }
            }
            date = CronDate(dayNumber: date.dayNumber + 1)
        }
        return nil
    }

    /// Days of the week and of the month repeat after so many.
    private static let searchedDays = 146_097

    private func names(_ date: CronDate) -> Bool {
        let isMonthDay =
            self.daysOfMonth.contains(date.day) || (self.includesLastDayOfMonth && date.day == date.lastDay)
            || self.nearestWeekday.map { date.isWeekdayNearest(to: $0) } ?? false
        let isWeekday =
            self.daysOfWeek.contains(date.weekday)
            || self.countedWeekdays.contains { counted in
                guard counted.weekday == date.weekday else { return false }
                return counted.occurrence.map { $0 == (date.day - 1) / 7 + 1 } ?? (date.day + 7 > date.lastDay)
            }
        return self.matchesEitherDay ? isMonthDay || isWeekday : isMonthDay && isWeekday
    }

    /// The first second of a day, from this one on, that the expression names.
    private func firstSecond(from earliest: Int) -> Int? {
        for hour in self.hours.sorted() where hour * 3_600 + 3_599 >= earliest {
            for minute in self.minutes.sorted() where hour * 3_600 + minute * 60 + 59 >= earliest {
                let start = hour * 3_600 + minute * 60
                if let second = self.seconds.sorted().first(where: { start + $0 >= earliest }) { return start + second }
            }
        }
        return nil
    }
}

/// A day of the calendar.
private struct CronDate {
    /// Days since 1970-01-01.
    let dayNumber: Int
    let year: Int
    /// From 1.
    let month: Int
    /// From 1.
    let day: Int

    /// Counts in years that begin in March, so that the day of leap years is their last.
    init(dayNumber: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        self.dayNumber = dayNumber
        self.day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        self.month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
    }

    /// From 0, Sunday; 1970 began on a Thursday.
    var weekday: Int { ((self.dayNumber + 4) % 7 + 7) % 7 }

    var lastDay: Int {
        switch self.month {
        case 2: self.year.isMultiple(of: 4) && (!self.year.isMultiple(of: 100) || self.year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether this is the day from Monday to Friday that is nearest to a day of its month, within the month.
    func isWeekdayNearest(to wanted: Int) -> Bool {
        guard wanted <= self.lastDay else { return false }
        let nearest =
            switch CronDate(dayNumber: self.dayNumber - self.day + wanted).weekday {
            case 6: wanted == 1 ? 3 : wanted - 1
            case 0: wanted == self.lastDay ? wanted - 2 : wanted + 1
            default: wanted
            }
        return self.day == nearest
    }
}
