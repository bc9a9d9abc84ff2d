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

    /// The types by their names, but for `Boolean`, `Array` and `JSON`, which have rules of their own.
    static let named: [String: ParameterType] = {
        var types: [String: ParameterType] = [
            "String": .string, "Float32": .float, "Float64": .float, "Date": .date, "DateTime": .dateTime, "DateTime64": .dateTime64,
            "Int": Self.signed(bits: 32), "Integer": Self.signed(bits: 32),
        ]
        for bits in [8, 16, 32, 64, 128, 256] {
            types["Int\(bits)"] = Self.signed(bits: bits)
            types["UInt\(bits)"] = Self.unsigned(bits: bits)
        }
        return types
    }()

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
