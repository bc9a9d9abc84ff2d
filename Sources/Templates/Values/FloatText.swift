// Part of Martlet. Apache License 2.0; see LICENSE.

/// The ways to write a float.
enum FloatText {
    /// The shortest text that reads back: an exponent below 1e-4 and from 1e16 on, else always a point.
    static func shortest(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        guard value != 0 else { return value.sign == .minus ? "-0.0" : "0.0" }
        let (digits, exponent) = self.shortestDigits(value.magnitude)
        let sign = value < 0 ? "-" : ""
        if exponent < -4 || exponent >= 16 { return sign + self.scientific(digits, exponent: exponent) }
        return sign + self.positional(digits, exponent: exponent, keepsPoint: true)
    }

    /// A fixed number of places, which before the point count as negative; rounded to even on a tie of the exact value.
    static func fixed(_ value: Double, places: Int) -> String {
        let scaled = self.rounded(value.magnitude, scaledByTenTo: places).digits()
        let padded = String(repeating: "0", count: max(0, places + 1 - scaled.count)) + scaled
        guard places > 0 else { return padded + String(repeating: "0", count: -places) }
        return "\(padded.dropLast(places)).\(padded.suffix(places))"
    }

    /// One digit, `places` digits and an exponent.
    static func scientific(_ value: Double, places: Int) -> String {
        let (digits, exponent) = self.significantDigits(value.magnitude, count: places + 1)
        return self.scientific(digits, exponent: exponent)
    }

    /// `count` significant digits, positional or with an exponent, whichever is shorter; without zeros at the end.
    static func general(_ value: Double, count: Int) -> String {
        let count = max(count, 1)
        var (digits, exponent) = self.significantDigits(value.magnitude, count: count)
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return exponent < -4 || exponent >= count
            ? self.scientific(digits, exponent: exponent) : self.positional(digits, exponent: exponent, keepsPoint: false)
    }

    /// The digits of the shortest text that reads back, and the exponent of the first.
    private static func shortestDigits(_ value: Double) -> (digits: String, exponent: Int) {
        let parts = value.description.split(separator: "e")
        let number = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = number.count > 1 ? number[1] : ""
        let all = String(number[0]) + fraction
        let significant = all.drop { $0 == "0" }
        var digits = String(significant)
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        let writtenExponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return (digits, writtenExponent + number[0].count - 1 - (all.count - significant.count))
    }

    private static func significantDigits(_ value: Double, count: Int) -> (digits: String, exponent: Int) {
        guard value != 0 else { return (String(repeating: "0", count: count), 0) }
        let exponent = self.shortestDigits(value).exponent
        let digits = self.rounded(value, scaledByTenTo: count - 1 - exponent).digits()
        // Rounding 9.99 up gains a digit.
        return digits.count > count ? (String(digits.prefix(count)), exponent + 1) : (digits, exponent)
    }

    /// `value` times a power of ten, exactly, rounded to the nearest integer and to even on a tie.
    private static func rounded(_ value: Double, scaledByTenTo power: Int) -> Magnitude {
        guard value != 0 else { return .zero }
        let isNormal = value.isNormal
        let mantissa = Magnitude(isNormal ? value.significandBitPattern | 1 << 52 : value.significandBitPattern)
        let shift = (isNormal ? Int(value.exponent) : -1022) - 52
        var (numerator, denominator) = (mantissa, Magnitude(1))
        for _ in 0..<abs(power) {
            if power > 0 { numerator = numerator * Magnitude(10) } else { denominator = denominator * Magnitude(10) }
        }
        if shift > 0 { numerator = numerator << shift } else { denominator = denominator << -shift }
        let (quotient, remainder) = numerator.divided(by: denominator)
        let doubled = remainder << 1
        let roundsUp = doubled > denominator || (doubled == denominator && quotient.isOdd)
        return roundsUp ? quotient + Magnitude(1) : quotient
    }

    private static func scientific(_ digits: String, exponent: Int) -> String {
        let fraction = digits.dropFirst()
        let power = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
        return "\(digits.prefix(1))\(fraction.isEmpty ? "" : ".\(fraction)")e\(exponent < 0 ? "-" : "+")\(power)"
    }

    private static func positional(_ digits: String, exponent: Int, keepsPoint: Bool) -> String {
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let padded = digits + String(repeating: "0", count: max(0, exponent + 1 - digits.count))
        let fraction = padded.dropFirst(exponent + 1)
        if fraction.isEmpty { return keepsPoint ? padded + ".0" : padded }
        return "\(padded.prefix(exponent + 1)).\(fraction)"
    }
}
