// Part of Martlet. Apache License 2.0; see LICENSE.

/// A decimal number times a power of ten, cut to an integer: exactly, from its text.
///
/// Integers are read with scale 0, `Decimal(P, S)` with scale S, seconds with the precision of the column.
struct ScaledInteger: Hashable {
    let isNegative: Bool
    let magnitude: WideInteger
    /// Whether digits were cut that were not zero.
    let isCut: Bool

    enum Failure: Error, Hashable {
        case notANumber
        case outOfRange
    }

    /// No column holds more digits; behind them everything is out of range.
    private static let digitLimit = 78

    init(_ text: ByteView, scale: Int) throws(Failure) {
        let number = try DecimalText(text)
        self.isNegative = number.isNegative

        var magnitude = WideInteger()
        var isCut = false
        var remaining = number.pointPosition &+ scale
        var hasStarted = false
        for index in 0..<number.digits.count where number.digits[index] != UInt8(ascii: ".") {
            let digit = number.digits[index] &- UInt8(ascii: "0")
            hasStarted = hasStarted || digit != 0
            if hasStarted {
                if remaining <= 0 {
                    isCut = isCut || digit != 0
                } else if remaining > Self.digitLimit || magnitude.appendDigit(digit) {
                    throw .outOfRange
                }
            }
            remaining &-= 1
        }
        if hasStarted, remaining > 0 {
            for _ in 0..<min(remaining, Self.digitLimit) where magnitude.appendDigit(0) { throw .outOfRange }
        }
        self.magnitude = magnitude
        self.isCut = isCut
    }

    /// The value, nil if it is beyond 64 bits.
    var int64: Int64? {
        guard self.magnitude.high == 0 else { return nil }
        if self.isNegative { return self.magnitude.low <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- self.magnitude.low) : nil }
        return Int64(exactly: self.magnitude.low)
    }

    /// The value modulo 2 to the 256, as negative numbers are stored.
    var twosComplement: WideInteger {
        guard self.isNegative else { return self.magnitude }
        let (low, borrow) = (0 as UInt128).subtractingReportingOverflow(self.magnitude.low)
        return WideInteger(high: 0 &- self.magnitude.high &- (borrow ? 1 : 0), low: low)
    }

    /// Whether the value fits into an integer of so many bits.
    func fits(bits: Int, isSigned: Bool) -> Bool {
        if self.isNegative, self.magnitude != WideInteger() {
            return isSigned && self.magnitude <= WideInteger.powerOfTwo(bits - 1)
        }
        let valueBits = isSigned ? bits - 1 : bits
        return valueBits >= 256 || self.magnitude < WideInteger.powerOfTwo(valueBits)
    }
}

/// The parts of the text of a number: `-12.5e3`.
private struct DecimalText {
    let isNegative: Bool
    /// The digits with the point between them.
    let digits: ByteView
    /// How many digits stand before the point, after the exponent has moved it.
    let pointPosition: Int

    /// Exponents beyond this are beyond every column, whatever the digits.
    private static let exponentLimit = 100_000

    init(_ text: ByteView) throws(ScaledInteger.Failure) {
        var index = 0
        func isDigit(_ index: Int) -> Bool { index < text.count && text[index] >= UInt8(ascii: "0") && text[index] <= UInt8(ascii: "9") }
        func isSign(_ index: Int) -> Bool { index < text.count && (text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+")) }

        self.isNegative = isSign(0) && text[0] == UInt8(ascii: "-")
        if isSign(0) { index += 1 }
        let start = index
        while isDigit(index) { index += 1 }
        let integerDigitCount = index - start
        var digitCount = integerDigitCount
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            while isDigit(index) {
                index += 1
                digitCount += 1
            }
        }
        guard digitCount > 0 else { throw .notANumber }
        self.digits = text[start..<index]

        var exponent = 0
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            let isTiny = isSign(index + 1) && text[index + 1] == UInt8(ascii: "-")
            index += isSign(index + 1) ? 2 : 1
            guard isDigit(index) else { throw .notANumber }
            while isDigit(index) {
                exponent = min(exponent * 10 + Int(text[index] - UInt8(ascii: "0")), Self.exponentLimit)
                index += 1
            }
            if isTiny { exponent = -exponent }
        }
        guard index == text.count else { throw .notANumber }
        self.pointPosition = integerDigitCount + exponent
    }
}
