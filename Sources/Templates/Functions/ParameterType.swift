// Part of Martlet. Apache License 2.0; see LICENSE.

/// A type a parameter can be declared with: which texts it takes and what it makes of them
/// (templates specification, 8).
enum ParameterType: Sendable {
    case string
    /// `needsDigitsOnly`: the narrow unsigned types refuse any sign.
    case integer(lowest: TemplateInteger, highest: TemplateInteger, needsDigitsOnly: Bool)
    case float
    case date
    case dateTime
    case dateTime64

    /// The type of a name; nil for names that are no type, and for `Boolean`, `Array` and `JSON`, which have rules of their own.
    init?(named name: String) {
        switch name {
        case "String": self = .string
        case "Float32", "Float64": self = .float
        case "Date": self = .date
        case "DateTime": self = .dateTime
        case "DateTime64": self = .dateTime64
        case "Int", "Integer": self = Self.signed(bits: 32)
        default:
            let widths = ["8": 8, "16": 16, "32": 32, "64": 64, "128": 128, "256": 256]
            if name.hasPrefix("Int"), let bits = widths[String(name.dropFirst(3))] {
                self = Self.signed(bits: bits)
            } else if name.hasPrefix("UInt"), let bits = widths[String(name.dropFirst(4))] {
                self = Self.unsigned(bits: bits)
            } else {
                return nil
            }
        }
    }

    private static func signed(bits: Int) -> ParameterType {
        let bound = TemplateInteger(Magnitude(1) << (bits - 1))
        return .integer(lowest: -bound, highest: bound - TemplateInteger(1), needsDigitsOnly: false)
    }

    private static func unsigned(bits: Int) -> ParameterType {
        let bound = TemplateInteger(Magnitude(1) << bits)
        return .integer(lowest: .zero, highest: bound - TemplateInteger(1), needsDigitsOnly: bits <= 64)
    }

    /// The value as this type, without a cast; nil if its text is none of the type.
    func value(of value: TemplateValue) -> TemplateValue? {
        let text = value.description
        switch self {
        case .string:
            return .text(text)
        case .integer(let lowest, let highest, let needsDigitsOnly):
            // One line break at the end is nothing to the contract.
            let digits = (text.utf8.last == UInt8(ascii: "\n") ? String(text.unicodeScalars.dropLast()) : text).withASCIIDigits
            guard let number = TemplateInteger(decimal: digits), lowest <= number, number <= highest else { return nil }
            if needsDigitsOnly, digits.utf8.first.map({ $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }) ?? true { return nil }
            return .integer(number)
        case .float:
            return FloatReader.value(of: text.trimmed.withASCIIDigits).map { .float($0) }
        case .date:
            return DateShape.date.matchesWhole(text) ? .text(text) : nil
        case .dateTime:
            return DateShape.dateTimes.contains { $0.matchesStart(of: text) } ? .text(text) : nil
        case .dateTime64:
            return DateShape.dateTimes64.contains { $0.matchesStart(of: text) } ? .text(text) : nil
        }
    }

    /// What stands for a parameter of this type while a template is checked without a request.
    var placeholder: TemplateValue {
        switch self {
        case .string: .text("__no_value__")
        case .integer: .integer(.zero)
        case .float: .float(0)
        case .date: .text("2019-01-01")
        case .dateTime: .text("2019-01-01 00:00:00")
        case .dateTime64: .text("2019-01-01 00:00:00.000")
        }
    }
}
