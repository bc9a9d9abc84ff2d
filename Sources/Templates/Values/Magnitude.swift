// Part of Martlet. Apache License 2.0; see LICENSE.

/// A natural number of any size.
///
/// Integers of templates reach `UInt256`, and printing a float exactly needs a thousand bits; neither fits a
/// machine word. The methods are the schoolbook's: numbers are short, and the evaluator bounds them.
struct Magnitude: Sendable, Hashable {
    /// Digits to the base 2^32, the least first, without zeros at the end.
    private var words: [UInt32]

    init(words: [UInt32]) {
        self.words = words
        while self.words.last == 0 { self.words.removeLast() }
    }

    init(_ value: UInt64) {
        self.init(words: [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)])
    }

    /// Reads digits to a base up to 36; nil if one does not fit.
    init?(digits: some Sequence<Character>, base: UInt32 = 10) {
        self.init(0)
        for digit in digits {
            guard let value = digit.asciiValue.flatMap({ Self.value(ofDigit: $0) }), value < base else { return nil }
            self.multiply(by: base, adding: value)
        }
    }

    private static func value(ofDigit digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 87
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 55
        default: nil
        }
    }

    static let zero = Magnitude(0)

    var isZero: Bool { self.words.isEmpty }

    var isOdd: Bool { (self.words.first ?? 0) & 1 == 1 }

    var bitWidth: Int {
        guard let last = self.words.last else { return 0 }
        return self.words.count * 32 - last.leadingZeroBitCount
    }

    /// The number if a machine word holds it.
    var word: UInt64? {
        guard self.words.count <= 2 else { return nil }
        return self.words.reversed().reduce(0) { $0 << 32 | UInt64($1) }
    }

    private mutating func multiply(by factor: UInt32, adding summand: UInt32) {
        var carry = UInt64(summand)
        for index in self.words.indices {
            carry += UInt64(self.words[index]) * UInt64(factor)
            self.words[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        if carry > 0 { self.words.append(UInt32(carry)) }
    }

    /// The number divided by a small one, and what remains.
    func divided(by divisor: UInt32) -> (quotient: Magnitude, remainder: UInt32) {
        var quotient = self.words
        var remainder: UInt64 = 0
        for index in quotient.indices.reversed() {
            let dividend = remainder << 32 | UInt64(quotient[index])
            quotient[index] = UInt32(dividend / UInt64(divisor))
            remainder = dividend % UInt64(divisor)
        }
        return (Magnitude(words: quotient), UInt32(remainder))
    }

    /// The number divided by another that is not zero, and what remains: long division, bit by bit.
    func divided(by divisor: Magnitude) -> (quotient: Magnitude, remainder: Magnitude) {
        precondition(!divisor.isZero, "callers refuse to divide by zero")
        if divisor.words.count == 1 {
            let (quotient, remainder) = self.divided(by: divisor.words[0])
            return (quotient, Magnitude(UInt64(remainder)))
        }
        var quotient = Magnitude.zero
        var remainder = Magnitude.zero
        for position in (0..<self.bitWidth).reversed() {
            let bit = self.words[position / 32] >> UInt32(position % 32) & 1
            remainder = (remainder << 1) + Magnitude(UInt64(bit))
            quotient = quotient << 1
            if remainder >= divisor {
                remainder = remainder - divisor
                quotient = quotient + Magnitude(1)
            }
        }
        return (quotient, remainder)
    }

    /// The digits to a base up to 36.
    func digits(base: UInt32 = 10) -> String {
        guard !self.isZero else { return "0" }
        var digits: [Character] = []
        var rest = self
        while !rest.isZero {
            let (quotient, remainder) = rest.divided(by: base)
            digits.append(contentsOf: String(remainder, radix: Int(base)))
            rest = quotient
        }
        return String(digits.reversed())
    }

    static func + (left: Magnitude, right: Magnitude) -> Magnitude {
        var words: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0..<max(left.words.count, right.words.count) {
            carry += UInt64(left.word(at: index)) + UInt64(right.word(at: index))
            words.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        words.append(UInt32(carry))
        return Magnitude(words: words)
    }

    static func - (left: Magnitude, right: Magnitude) -> Magnitude {
        precondition(left >= right, "a magnitude is never negative")
        var words = left.words
        var borrow: UInt32 = 0
        for index in words.indices {
            let (first, firstOverflow) = words[index].subtractingReportingOverflow(right.word(at: index))
            let (second, secondOverflow) = first.subtractingReportingOverflow(borrow)
            words[index] = second
            borrow = firstOverflow || secondOverflow ? 1 : 0
        }
        return Magnitude(words: words)
    }

    static func * (left: Magnitude, right: Magnitude) -> Magnitude {
        var words = [UInt32](repeating: 0, count: left.words.count + right.words.count)
        for (offset, factor) in left.words.enumerated() {
            var carry: UInt64 = 0
            for (index, word) in right.words.enumerated() {
                carry += UInt64(words[offset + index]) + UInt64(factor) * UInt64(word)
                words[offset + index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            words[offset + right.words.count] = UInt32(carry)
        }
        return Magnitude(words: words)
    }

    static func << (left: Magnitude, count: Int) -> Magnitude {
        let (wordCount, bitCount) = (count / 32, UInt64(count % 32))
        var words = [UInt32](repeating: 0, count: wordCount)
        var carry: UInt64 = 0
        for word in left.words {
            carry |= UInt64(word) << bitCount
            words.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        words.append(UInt32(carry))
        return Magnitude(words: words)
    }

    func word(at index: Int) -> UInt32 { index < self.words.count ? self.words[index] : 0 }
}

extension Magnitude: Comparable {
    static func < (left: Magnitude, right: Magnitude) -> Bool {
        guard left.words.count == right.words.count else { return left.words.count < right.words.count }
        for index in left.words.indices.reversed() where left.words[index] != right.words[index] {
            return left.words[index] < right.words[index]
        }
        return false
    }
}
