// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

extension SQLText {
    /// `name = 'value', …`, in a fixed order.
    static func assignments(_ values: [String: String]) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key) = \(Self.stringLiteral($0.value))" }.joined(separator: ", ")
    }

    /// Whether `name` can stand unquoted on the left of a setting.
    static func isSettingName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !UInt8.isDigit(first) else { return false }
        return name.utf8.allSatisfy { UInt8.isWordCharacter($0) && $0 < 0x80 || $0 == UInt8(ascii: ".") }
    }
}

extension UInt8 {
    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Letters, digits, the underscore, and all of what is not ASCII.
    static func isWordCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...: true
        default: Self.isDigit(byte)
        }
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), 0x09...0x0D: true
        default: false
        }
    }
}
