// Part of Martlet. Apache License 2.0; see LICENSE.

/// An unsigned integer of 256 bits: just enough of one to read a number from its digits.
struct WideInteger: Hashable {
    var high: UInt128 = 0
    var low: UInt128 = 0

    static func powerOfTwo(_ exponent: Int) -> WideInteger {
        exponent < 128 ? WideInteger(low: 1 << exponent) : WideInteger(high: 1 << (exponent - 128))
    }

    /// Ten to a power up to 76, the widest decimal.
    static func powerOfTen(_ exponent: Int) -> WideInteger {
        var power = WideInteger(low: 1)
        for _ in 0..<exponent where power.appendDigit(0) { preconditionFailure("the widest decimal has 76 digits") }
        return power
    }

    /// Appends a decimal digit; true if the number no longer fits.
    mutating func appendDigit(_ digit: UInt8) -> Bool {
        let (carry, low) = self.low.multipliedFullWidth(by: 10)
        let (sum, hasCarry) = low.addingReportingOverflow(UInt128(digit))
        let (high, overflow) = self.high.multipliedReportingOverflow(by: 10)
        let (highSum, highOverflow) = high.addingReportingOverflow(carry + (hasCarry ? 1 : 0))
        self.low = sum
        self.high = highSum
        return overflow || highOverflow
    }
}

extension WideInteger: Comparable {
    static func < (left: WideInteger, right: WideInteger) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
