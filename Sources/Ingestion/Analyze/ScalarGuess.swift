// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// The type that holds every one of some values, none of which has others inside.
///
/// A number gets more room than the sample needs, as the rows to come will be like it but not the same; what agrees on
/// no type is a `String`, which holds the text of anything.
struct ScalarGuess {
    private var bools = 0
    private var integers = 0
    private var numbers = 0
    private var dates = 0
    private var times = 0
    private var texts = 0

    private var smallest: Int128 = 0
    private var largest: Int128 = 0
    private var magnitude = 0.0
    private var days: ClosedRange<Int>?
    private var seconds: ClosedRange<Int>?
    private var fractionDigits = 0

    /// How many values there were.
    var count: Int { self.bools + self.integers + self.numbers + self.dates + self.times + self.texts }

    /// Whether there were values, and all of them nothing but text.
    var isText: Bool { self.texts > 0 && self.texts == self.count }

    // MARK: Values

    mutating func addBool() { self.bools += 1 }

    mutating func addText() { self.texts += 1 }

    /// Adds a number by its text.
    mutating func addNumber(_ text: ByteView, isInteger: Bool) {
        if isInteger {
            guard let value = Self.integer(text) else { return self.addText() }
            self.integers += 1
            self.smallest = min(self.smallest, value)
            self.largest = max(self.largest, value)
            self.magnitude = max(self.magnitude, abs(Double(value)))
        } else {
            let value = text.double
            guard value.isFinite else { return self.addText() }
            self.numbers += 1
            self.magnitude = max(self.magnitude, abs(value))
        }
    }

    /// Adds a string: a moment, if it reads like one.
    mutating func addString(_ text: ByteView) {
        if let day = CalendarDate.days(text) {
            self.dates += 1
            self.days = Self.extend(self.days, by: day)
            self.seconds = Self.extend(self.seconds, by: day * 86_400)
        } else if let time = TimestampText(text) {
            self.times += 1
            self.seconds = Self.extend(self.seconds, by: time.seconds)
            self.fractionDigits = max(self.fractionDigits, Self.fractionDigits(of: text))
        } else {
            self.texts += 1
        }
    }

    /// Adds the text of a field, which says itself what JSON says by its quotes.
    mutating func addField(_ text: ByteView) {
        let number = text.withoutPlus
        if ValueEncoder.isInteger(number) {
            self.addNumber(number, isInteger: true)
        } else if text == "true" || text == "false" {
            self.addBool()
        } else if number.double.isFinite {
            self.addNumber(number, isInteger: false)
        } else {
            self.addString(text)
        }
    }

    private static func integer(_ text: ByteView) -> Int128? {
        guard let scaled = try? ScaledInteger(text, scale: 0), scaled.magnitude.high == 0, scaled.fits(bits: 128, isSigned: true) else {
            return nil
        }
        return Int128(truncatingIfNeeded: scaled.twosComplement.low)
    }

    private static func extend(_ range: ClosedRange<Int>?, by value: Int) -> ClosedRange<Int> {
        range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
    }

    private static func fractionDigits(of text: ByteView) -> Int {
        let point = text.index(of: UInt8(ascii: "."), from: 0)
        var end = min(point + 1, text.count)
        while end < text.count, text[end] >= UInt8(ascii: "0"), text[end] <= UInt8(ascii: "9") { end += 1 }
        return max(0, end - point - 1)
    }

    // MARK: Type

    var type: DataType {
        switch self.count {
        case 0, self.texts: .string
        case self.bools: .bool
        case self.integers: self.integerType
        case self.integers + self.numbers: .float(bits: self.magnitude < Self.float32Limit ? 32 : 64)
        case self.dates: self.dateType
        case self.dates + self.times: self.timeType
        default: .string
        }
    }

    /// Up to here a `Float32` keeps every integer: the clients' own bound.
    private static let float32Limit = 8_388_608.0

    /// The type next to the narrowest that would do.
    private var integerType: DataType {
        if let bits = [8, 16, 32, 64].first(where: { self.fits(bits: $0) }) { return .integer(bits: min(2 * bits, 64), isSigned: true) }
        return self.smallest == 0 && self.largest <= Int128(UInt64.max) ? .integer(bits: 64, isSigned: false) : .string
    }

    private func fits(bits: Int) -> Bool {
        self.smallest >= -(1 << (bits - 1)) && self.largest < 1 << (bits - 1)
    }

    private var dateType: DataType {
        guard let days else { return .string }
        if 0...65_535 ~= days.lowerBound, 0...65_535 ~= days.upperBound { return .date }
        return -25_567 <= days.lowerBound && days.upperBound <= 120_529 ? .date32 : .string
    }

    private var timeType: DataType {
        guard let seconds, seconds.lowerBound >= -2_208_988_800, seconds.upperBound < 10_413_792_000 else { return .string }
        let isShort = seconds.lowerBound >= 0 && seconds.upperBound <= Int(UInt32.max)
        if self.fractionDigits == 0, isShort { return .dateTime(timeZone: nil) }
        let precision = self.fractionDigits <= 3 ? 3 : self.fractionDigits <= 6 ? 6 : 9
        // In billionths a column ends in 2262.
        return .dateTime64(precision: isShort ? precision : min(precision, 6), timeZone: nil)
    }
}
