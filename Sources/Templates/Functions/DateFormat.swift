// Part of Martlet. Apache License 2.0; see LICENSE.

/// A moment read from a text, as far as differences need it.
struct ParsedDate: Sendable, Hashable {
    /// Microseconds since 1970 by the text's own clock.
    var microseconds: Int
    /// Seconds by which that clock is ahead of UTC; nil if the text does not say.
    var offsetSeconds: Int?
}

/// Reads dates by a format of `%Y-%m-%d`'s kind: numbers may lack leading zeros, blanks match any blanks,
/// literals ignore case, and the whole text must match a day that exists.
struct DateFormat {
    private let format: [Unicode.Scalar]

    init(_ format: String) { self.format = Array(format.unicodeScalars) }

    /// What the text says, nil if it does not match.
    func date(from text: String) -> ParsedDate? {
        var reader = DateReader(text)
        var position = 0
        while position < self.format.count {
            let scalar = self.format[position]
            position += 1
            if scalar == "%" {
                guard position < self.format.count, reader.readField(self.format[position]) else { return nil }
                position += 1
            } else if scalar.properties.isWhitespace {
                while position < self.format.count, self.format[position].properties.isWhitespace { position += 1 }
                guard reader.skipBlanks() else { return nil }
            } else {
                guard reader.skip(scalar) else { return nil }
            }
        }
        return reader.finished()
    }
}

/// The text of a date while it is read, and the fields found so far.
private struct DateReader {
    private var rest: Substring.UnicodeScalarView
    private var year = 1900
    private var month = 1
    private var day = 1
    private var dayOfYear: Int?
    private var hour = 0
    private var twelveHour: Int?
    private var isAfternoon: Bool?
    private var minute = 0
    private var second = 0
    private var microsecond = 0
    private var offsetSeconds: Int?

    init(_ text: String) { self.rest = text.unicodeScalars[...] }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard let next = self.rest.popFirst() else { return false }
        return next == scalar || next.properties.lowercaseMapping == scalar.properties.lowercaseMapping
    }

    mutating func skipBlanks() -> Bool {
        let blanks = self.rest.prefix { $0.properties.isWhitespace }
        self.rest = self.rest[blanks.endIndex...]
        return !blanks.isEmpty
    }

    mutating func readField(_ field: Unicode.Scalar) -> Bool {
        switch field {
        case "Y": return self.read(\.year, digits: 4...4, in: 1...9999)
        case "y":
            guard self.read(\.year, digits: 2...2, in: 0...99) else { return false }
            self.year += self.year < 69 ? 2000 : 1900
            return true
        case "m": return self.read(\.month, digits: 1...2, in: 1...12)
        case "d": return self.read(\.day, digits: 1...2, in: 1...31)
        case "j":
            self.dayOfYear = self.number(digits: 1...3, in: 1...366)
            return self.dayOfYear != nil
        case "H": return self.read(\.hour, digits: 1...2, in: 0...23)
        case "I":
            self.twelveHour = self.number(digits: 1...2, in: 1...12)
            return self.twelveHour != nil
        case "M": return self.read(\.minute, digits: 1...2, in: 0...59)
        case "S": return self.read(\.second, digits: 1...2, in: 0...61)
        case "f": return self.readFraction()
        case "p":
            guard let index = self.readWord(of: ["am", "pm"]) else { return false }
            self.isAfternoon = index == 1
            return true
        case "b": return self.readMonth(self.readWord(of: Self.months.map { String($0.prefix(3)) }))
        case "B": return self.readMonth(self.readWord(of: Self.months))
        case "a": return self.readWord(of: Self.weekdays.map { String($0.prefix(3)) }) != nil
        case "A": return self.readWord(of: Self.weekdays) != nil
        case "z": return self.readOffset()
        case "Z": return self.readWord(of: ["utc", "gmt"]) != nil
        case "%": return self.skip("%")
        default: return false
        }
    }

    /// Takes as many digits as make a number within a range.
    private mutating func number(digits: ClosedRange<Int>, in range: ClosedRange<Int>) -> Int? {
        let available = self.rest.prefix(digits.upperBound).prefix { $0.isDigit }.count
        for count in digits.reversed() where count <= available {
            let taken = self.rest.prefix(count)
            if let number = Int(String(taken)), range.contains(number) {
                self.rest = self.rest[taken.endIndex...]
                return number
            }
        }
        return nil
    }

    private mutating func read(_ field: WritableKeyPath<DateReader, Int>, digits: ClosedRange<Int>, in range: ClosedRange<Int>) -> Bool {
        guard let number = self.number(digits: digits, in: range) else { return false }
        self[keyPath: field] = number
        return true
    }

    private mutating func readFraction() -> Bool {
        let digits = self.rest.prefix(6).prefix { $0.isDigit }
        guard let number = Int(String(digits)) else { return false }
        self.microsecond = (0..<(6 - digits.count)).reduce(number) { value, _ in value * 10 }
        self.rest = self.rest[digits.endIndex...]
        return true
    }

    private mutating func readWord(of words: [String]) -> Int? {
        for (index, word) in words.enumerated() {
            let candidate = self.rest.prefix(word.unicodeScalars.count)
            if String(candidate).lowercased() == word {
                self.rest = self.rest[candidate.endIndex...]
                return index
            }
        }
        return nil
    }

    private mutating func readMonth(_ index: Int?) -> Bool {
        guard let index else { return false }
        self.month = index + 1
        return true
    }

    /// `Z`, or a sign with hours, minutes and maybe seconds.
    private mutating func readOffset() -> Bool {
        if self.rest.first == "Z" {
            self.rest.removeFirst()
            self.offsetSeconds = 0
            return true
        }
        guard let sign = self.rest.popFirst(), sign == "+" || sign == "-" else { return false }
        guard let hours = self.number(digits: 2...2, in: 0...23) else { return false }
        let hasColons = self.rest.first == ":"
        if hasColons { self.rest.removeFirst() }
        guard let minutes = self.number(digits: 2...2, in: 0...59) else { return false }
        var seconds = 0
        if hasColons ? self.rest.first == ":" : (self.rest.first?.isDigit ?? false) {
            if hasColons { self.rest.removeFirst() }
            guard let number = self.number(digits: 2...2, in: 0...59) else { return false }
            seconds = number
        }
        self.offsetSeconds = (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds)
        return true
    }

    /// The moment, if the text is used up and the day exists.
    func finished() -> ParsedDate? {
        guard self.rest.isEmpty, self.second <= 59 else { return nil }
        let isLeap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard self.day <= lengths[self.month - 1] else { return nil }
        var dayOfYear = lengths[..<(self.month - 1)].reduce(0, +) + self.day
        if let given = self.dayOfYear { dayOfYear = given }
        let before = self.year - 1
        let days = before * 365 + before / 4 - before / 100 + before / 400 + dayOfYear - 719_163
        var hour = self.hour
        if let twelveHour { hour = twelveHour % 12 + (self.isAfternoon == true ? 12 : 0) }
        let seconds = ((days * 24 + hour) * 60 + self.minute) * 60 + self.second
        return ParsedDate(microseconds: seconds * 1_000_000 + self.microsecond, offsetSeconds: self.offsetSeconds)
    }
}
