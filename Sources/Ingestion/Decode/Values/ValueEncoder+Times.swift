// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON

extension ValueEncoder {
    /// A date as days since 1970.
    static func days(_ text: ByteView, kind: CSimdJSONKind, in range: ClosedRange<Int>) throws(ValueFault) -> Int {
        let days: Int
        switch kind {
        case .string:
            guard let parsed = CalendarDate.days(text) else { throw .notOfType }
            days = parsed
        case .integer, .number: days = Int(try self.integer(text))
        default: throw .notOfType
        }
        guard range.contains(days) else { throw .outOfRange }
        return days
    }

    /// A `DateTime`: seconds since 1970.
    func dateTime(_ text: ByteView, kind: CSimdJSONKind, zone: Int?) throws(ValueFault) -> UInt32 {
        let seconds: Int64
        switch kind {
        case .string where Self.isDigits(text) && text.count <= 10: seconds = try Self.integer(text)
        case .string:
            guard let time = TimestampText(text) else { throw .notOfType }
            seconds = Int64(self.unixTime(of: time, zone: zone))
        case .integer, .number: seconds = try Self.integer(text)
        default: throw .notOfType
        }
        guard let value = UInt32(exactly: seconds) else { throw .outOfRange }
        return value
    }

    /// From this number on an integer counts ticks, below it seconds: the engine's last second of 2283.
    private static let firstTick: Int64 = 9_908_870_400

    /// The seconds of 1900 to 2299, which is what the engine stores exactly.
    private static let seconds: Range<Int64> = -2_208_988_800..<10_413_792_000

    /// A `DateTime64`: ticks of the column's precision since 1970.
    func dateTime64(_ text: ByteView, kind: CSimdJSONKind, precision: Int, zone: Int?) throws(ValueFault) -> Int64 {
        let ticks: (value: Int64, overflow: Bool)
        let ticksPerSecond = Self.powersOfTen[precision]
        if kind == .string, !Self.isDigits(text) {
            guard let time = TimestampText(text) else { throw .notOfType }
            let fraction = Int64(time.nanoseconds) / Self.powersOfTen[9 - precision]
            let whole = Int64(self.unixTime(of: time, zone: zone)).multipliedReportingOverflow(by: ticksPerSecond)
            let sum = whole.partialValue.addingReportingOverflow(fraction)
            ticks = (sum.partialValue, whole.overflow || sum.overflow)
        } else if kind == .number, try Self.scaled(text, scale: 0).isCut {
            guard let value = try Self.scaled(text, scale: precision).int64 else { throw .outOfRange }
            ticks = (value, false)
        } else {
            guard kind == .integer || kind == .number || kind == .string else { throw .notOfType }
            let value = try Self.integer(text)
            ticks = value < Self.firstTick ? value.multipliedReportingOverflow(by: ticksPerSecond) : (value, false)
        }
        let end = Self.seconds.upperBound.multipliedReportingOverflow(by: ticksPerSecond)
        guard !ticks.overflow, ticks.value >= Self.seconds.lowerBound * ticksPerSecond, end.overflow || ticks.value < end.partialValue
        else {
            throw .outOfRange
        }
        return ticks.value
    }

    private func unixTime(of time: TimestampText, zone: Int?) -> Int {
        guard !time.hasOffset, let zone else { return time.seconds }
        return self.zones[zone].unixTime(local: time.seconds)
    }

    private static func isDigits(_ text: ByteView) -> Bool {
        guard !text.isEmpty else { return false }
        for index in 0..<text.count where text[index] < UInt8(ascii: "0") || text[index] > UInt8(ascii: "9") { return false }
        return true
    }

    private static let powersOfTen: [Int64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    ]
}
