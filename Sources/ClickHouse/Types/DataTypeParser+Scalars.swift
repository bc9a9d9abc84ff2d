// Part of Martlet. Apache License 2.0; see LICENSE.

extension DataTypeParser {
    private static func integer(_ token: DataTypeLexer.Token?) -> Int? {
        if case .number(let text)? = token { Int(text) } else { nil }
    }

    mutating func parseFixedString(at start: Int) throws(DataTypeError) -> DataType {
        let literals = try self.parseLiterals()
        guard literals.count == 1 else {
            throw .invalid("FixedString data type family must have exactly one argument - size in bytes", at: start)
        }
        guard let byteCount = Self.integer(literals[0]), byteCount > 0 else {
            throw .invalid("FixedString data type family must have a number (positive integer) as its argument", at: start)
        }
        guard byteCount <= 1 << 24 else { throw .invalid("FixedString size is too large", at: start) }
        return .fixedString(byteCount: byteCount)
    }

    mutating func parseDecimal(_ family: String, at start: Int) throws(DataTypeError) -> DataType {
        let literals = try self.parseLiterals()
        let numbers = literals.compactMap(Self.integer)
        let precision: Int
        let scale: Int
        switch (family, numbers.count) {
        case _ where numbers.count < literals.count: throw .invalid("Decimal arguments must be integers", at: start)
        case ("Decimal", 0): (precision, scale) = (10, 0)
        case ("Decimal", 1): (precision, scale) = (numbers[0], 0)
        case ("Decimal", 2): (precision, scale) = (numbers[0], numbers[1])
        case ("Decimal32", 1): (precision, scale) = (9, numbers[0])
        case ("Decimal64", 1): (precision, scale) = (18, numbers[0])
        case ("Decimal128", 1): (precision, scale) = (38, numbers[0])
        case ("Decimal256", 1): (precision, scale) = (76, numbers[0])
        case ("Decimal", _): throw .invalid("Decimal data type family must have precision and scale as arguments", at: start)
        default: throw .invalid("\(family) data type family must have exactly one argument - scale", at: start)
        }
        guard (1...76).contains(precision) else {
            throw .invalid("Wrong precision: it must be between 1 and 76, got \(precision)", at: start)
        }
        guard (0...precision).contains(scale) else {
            throw .invalid("Negative scales and scales larger than precision are not supported", at: start)
        }
        return .decimal(precision: precision, scale: scale)
    }

    /// `DateTime`, or `DateTime64`, which `DateTime(3)` is too.
    mutating func parseDateTime(_ family: String, at start: Int) throws(DataTypeError) -> DataType {
        var literals = try self.parseLiterals()
        var precision: Int?
        if family != "DateTime32", let scale = Self.integer(literals.first) {
            guard scale <= 9 else {
                throw .invalid("Scale \(scale) is too large for DateTime64. Maximum is up to nanoseconds (9).", at: start)
            }
            guard scale >= 0 else { throw .invalid("Scale \(scale) of DateTime64 is negative", at: start) }
            precision = scale
            literals.removeFirst()
        }
        var timeZone: String?
        if case .string(let name)? = literals.first {
            timeZone = name.isEmpty ? nil : name
            literals.removeFirst()
        }
        guard literals.isEmpty, family != "DateTime64" || precision != nil else {
            let precision = family == "DateTime64" ? "a precision from 0 to 9, and " : ""
            throw .invalid("\(family) takes \(precision)optionally a time zone", at: start)
        }
        return precision.map { .dateTime64(precision: $0, timeZone: timeZone) } ?? .dateTime(timeZone: timeZone)
    }
}
