// Part of Martlet. Apache License 2.0; see LICENSE.

/// Days since 1970 of a text `YYYY-MM-DD`, if it is a real day of the Gregorian calendar.
enum CalendarDate {
    static func days(_ text: ByteView) -> Int? {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let century = twoDigits(text, at: 0), let yearOfCentury = twoDigits(text, at: 2),
            let month = twoDigits(text, at: 5), let day = twoDigits(text, at: 8)
        else { return nil }
        return self.days(year: century * 100 + yearOfCentury, month: month, day: day)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int? {
        guard month >= 1, month <= 12, day >= 1, day <= Self.length(ofMonth: month, year: year) else { return nil }
        // Years are counted from March, so that the leap day is their last.
        let marchYear = month <= 2 ? year - 1 : year
        let marchMonth = (month + 9) % 12
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        return marchYear * 365 + leapDays + dayOfYear - 719_468
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
    }
}

/// A moment as rows spell it: `2025-01-31 12:30:00.123+01:00`, with `T` for the blank and `Z` for the offset if one likes.
struct TimestampText {
    /// Seconds since 1970, counted in local time if there is no offset.
    let seconds: Int
    let hasOffset: Bool
    /// The digits after the point, in billionths; further ones are cut.
    let nanoseconds: Int

    init?(_ text: ByteView) {
        guard text.count >= 10, let days = CalendarDate.days(text[0..<10]) else { return nil }
        guard text.count > 10 else {
            (self.seconds, self.hasOffset, self.nanoseconds) = (days * 86_400, false, 0)
            return
        }
        guard text.count >= 19, text[10] == UInt8(ascii: " ") || text[10] == UInt8(ascii: "T"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let hour = twoDigits(text, at: 11), let minute = twoDigits(text, at: 14), let second = twoDigits(text, at: 17),
            hour < 24, minute < 60, second < 60
        else { return nil }

        var index = 19
        self.nanoseconds = text.count > index && text[index] == UInt8(ascii: ".") ? Self.fraction(text, at: &index) : 0
        guard let offset = Self.offset(text[index..<text.count]) else { return nil }
        self.seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset.seconds
        self.hasOffset = offset.isGiven
    }

    /// The digits behind the point at `index`, which moves behind them; stays if there are none.
    private static func fraction(_ text: ByteView, at index: inout Int) -> Int {
        let start = index + 1
        var end = start
        var nanoseconds = 0
        while end < text.count, text[end] >= UInt8(ascii: "0"), text[end] <= UInt8(ascii: "9") {
            if end - start < 9 { nanoseconds = nanoseconds * 10 + Int(text[end] - UInt8(ascii: "0")) }
            end += 1
        }
        guard end > start else { return 0 }
        index = end
        for _ in 0..<max(0, 9 - (end - start)) { nanoseconds *= 10 }
        return nanoseconds
    }

    /// Nothing, `Z`, `+HH:MM` or `+HHMM`.
    private static func offset(_ text: ByteView) -> (seconds: Int, isGiven: Bool)? {
        if text.isEmpty { return (0, false) }
        if text == "Z" { return (0, true) }
        let minuteIndex = text.count == 6 && text[3] == UInt8(ascii: ":") ? 4 : 3
        guard text.count == minuteIndex + 2, text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"),
            let hours = twoDigits(text, at: 1), let minutes = twoDigits(text, at: minuteIndex), hours < 24, minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return (text[0] == UInt8(ascii: "-") ? -seconds : seconds, true)
    }
}

@inline(__always)
private func twoDigits(_ text: ByteView, at index: Int) -> Int? {
    let tens = text[index] &- UInt8(ascii: "0")
    let ones = text[index + 1] &- UInt8(ascii: "0")
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
}
