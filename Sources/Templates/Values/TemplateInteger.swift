// Part of Martlet. Apache License 2.0; see LICENSE.

/// An integer of a template, wide enough for `UInt256` and the arithmetic on it.
///
/// The evaluator refuses results wider than its limit, see ``TemplateLimits/integerBits``.
package struct TemplateInteger: Sendable, Hashable {
    /// Nearly all integers fit a word; a wide one never does, so that equal numbers have equal forms.
    private enum Form: Sendable, Hashable {
        case word(Int)
        case wide(Magnitude, isNegative: Bool)
    }

    private let form: Form

    init(_ magnitude: Magnitude, isNegative: Bool = false) {
        if let word = magnitude.word, let int = isNegative ? Int(exactly: -Int128(word)) : Int(exactly: word) {
            self.form = .word(int)
        } else {
            self.form = .wide(magnitude, isNegative: isNegative)
        }
    }

    /// A machine word.
    package init(_ value: Int) { self.form = .word(value) }

    /// Reads `[+-]?[0-9]+`; nil for anything else and for more digits than any type of the engine has.
    package init?(decimal text: some StringProtocol) {
        // Fails for what no word holds, and takes the same texts.
        if let word = Int(text) {
            self.init(word)
            return
        }
        let digits = text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        let significant = digits.drop { $0 == "0" }
        guard !digits.isEmpty, significant.utf8.count <= Self.maximumDigits, let magnitude = Magnitude(digits: significant) else {
            return nil
        }
        self.init(magnitude, isNegative: text.utf8.first == UInt8(ascii: "-"))
    }

    var magnitude: Magnitude {
        switch self.form {
        case .word(let word): Magnitude(UInt64(word.magnitude))
        case .wide(let magnitude, _): magnitude
        }
    }

    var isNegative: Bool {
        switch self.form {
        case .word(let word): word < 0
        case .wide(_, let isNegative): isNegative
        }
    }

    /// Bits of the number without its sign.
    var bitWidth: Int {
        switch self.form {
        case .word(let word): Int.bitWidth - word.magnitude.leadingZeroBitCount
        case .wide(let magnitude, _): magnitude.bitWidth
        }
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

    static let zero = TemplateInteger(0)

    var isZero: Bool { self.form == .word(0) }

    /// The number if a machine word holds it.
    package var int: Int? {
        if case .word(let word) = self.form { word } else { nil }
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
        if let left = left.int, let right = right.int {
            let (sum, overflows) = left.addingReportingOverflow(right)
            if !overflows { return TemplateInteger(sum) }
        }
        if left.isNegative == right.isNegative { return TemplateInteger(left.magnitude + right.magnitude, isNegative: left.isNegative) }
        return left.magnitude >= right.magnitude
            ? TemplateInteger(left.magnitude - right.magnitude, isNegative: left.isNegative)
            : TemplateInteger(right.magnitude - left.magnitude, isNegative: right.isNegative)
    }

    static func - (left: TemplateInteger, right: TemplateInteger) -> TemplateInteger { left + -right }

    static func * (left: TemplateInteger, right: TemplateInteger) -> TemplateInteger {
        if let left = left.int, let right = right.int {
            let (product, overflows) = left.multipliedReportingOverflow(by: right)
            if !overflows { return TemplateInteger(product) }
        }
        return TemplateInteger(left.magnitude * right.magnitude, isNegative: left.isNegative != right.isNegative)
    }
}

extension TemplateInteger: Comparable {
    /// The order of the numbers.
    package static func < (left: TemplateInteger, right: TemplateInteger) -> Bool {
        if let left = left.int, let right = right.int { return left < right }
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? left.magnitude > right.magnitude : left.magnitude < right.magnitude
    }
}

extension TemplateInteger: CustomStringConvertible {
    /// The decimal digits.
    package var description: String {
        switch self.form {
        case .word(let word): String(word)
        case .wide(let magnitude, let isNegative): (isNegative ? "-" : "") + magnitude.digits()
        }
    }
}
