// Part of Martlet. Apache License 2.0; see LICENSE.

/// An integer of a template, wide enough for `UInt256` and the arithmetic on it.
///
/// The evaluator refuses results wider than its limit, see ``TemplateLimits/integerBits``.
package struct TemplateInteger: Sendable, Hashable {
    let magnitude: Magnitude
    let isNegative: Bool

    init(_ magnitude: Magnitude, isNegative: Bool = false) {
        self.magnitude = magnitude
        self.isNegative = isNegative && !magnitude.isZero
    }

    /// A machine word.
    package init(_ value: Int) {
        self.init(Magnitude(UInt64(value.magnitude)), isNegative: value < 0)
    }

    /// Reads `[+-]?[0-9]+`; nil for anything else and for more digits than any type of the engine has.
    package init?(decimal text: some StringProtocol) {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        let significant = digits.drop { $0 == "0" }
        guard !digits.isEmpty, significant.utf8.count <= Self.maximumDigits, let magnitude = Magnitude(digits: significant) else {
            return nil
        }
        self.init(magnitude, isNegative: text.first == "-")
    }

    /// The whole part of a float; nil for infinity and NaN.
    init?(truncating value: Double) {
        guard value.isFinite else { return nil }
        let whole = value.magnitude.rounded(.down)
        if whole < 0x1p53 {
            self.init(Magnitude(UInt64(whole)), isNegative: value < 0)
        } else {
            let mantissa = Magnitude(whole.significandBitPattern | 1 << 52)
            self.init(mantissa << (Int(whole.exponent) - 52), isNegative: value < 0)
        }
    }

    /// Digits of 2^512, more than which is never needed.
    private static let maximumDigits = 155

    static let zero = TemplateInteger(Magnitude.zero)

    var isZero: Bool { self.magnitude.isZero }

    /// The number if a machine word holds it.
    package var int: Int? {
        guard let word = self.magnitude.word else { return nil }
        return self.isNegative ? (word <= 1 << 63 ? Int(truncatingIfNeeded: 0 &- word) : nil) : Int(exactly: word)
    }

    /// The nearest float.
    var double: Double {
        if let int = self.int { return Double(int) }
        return Double(self.description) ?? (self.isNegative ? -.infinity : .infinity)
    }

    /// Division that rounds down, and the remainder with the sign of the divisor, which is not zero.
    func dividedDown(by divisor: TemplateInteger) -> (quotient: TemplateInteger, remainder: TemplateInteger) {
        let (quotient, remainder) = self.magnitude.divided(by: divisor.magnitude)
        if self.isNegative == divisor.isNegative || remainder.isZero {
            return (
                TemplateInteger(quotient, isNegative: self.isNegative != divisor.isNegative),
                TemplateInteger(remainder, isNegative: divisor.isNegative)
            )
        }
        return (
            TemplateInteger(quotient + Magnitude(1), isNegative: true),
            TemplateInteger(divisor.magnitude - remainder, isNegative: divisor.isNegative)
        )
    }

    static prefix func - (value: TemplateInteger) -> TemplateInteger {
        TemplateInteger(value.magnitude, isNegative: !value.isNegative)
    }

    static func + (left: TemplateInteger, right: TemplateInteger) -> TemplateInteger {
        if left.isNegative == right.isNegative { return TemplateInteger(left.magnitude + right.magnitude, isNegative: left.isNegative) }
        return left.magnitude >= right.magnitude
            ? TemplateInteger(left.magnitude - right.magnitude, isNegative: left.isNegative)
            : TemplateInteger(right.magnitude - left.magnitude, isNegative: right.isNegative)
    }

    static func - (left: TemplateInteger, right: TemplateInteger) -> TemplateInteger { left + -right }

    static func * (left: TemplateInteger, right: TemplateInteger) -> TemplateInteger {
        TemplateInteger(left.magnitude * right.magnitude, isNegative: left.isNegative != right.isNegative)
    }
}

extension TemplateInteger: Comparable {
    /// The order of the numbers.
    package static func < (left: TemplateInteger, right: TemplateInteger) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? left.magnitude > right.magnitude : left.magnitude < right.magnitude
    }
}

extension TemplateInteger: CustomStringConvertible {
    /// The decimal digits.
    package var description: String { (self.isNegative ? "-" : "") + self.magnitude.digits() }
}
