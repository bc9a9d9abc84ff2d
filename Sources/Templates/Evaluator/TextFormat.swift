// Part of Martlet. Apache License 2.0; see LICENSE.

/// How an f-string writes a value: `[[fill]align][sign][#][0][width][,][.precision][kind]`.
struct TextFormat: Sendable {
    /// The widest field and the most places: more is a mistake, and costs memory.
    private static let limit = 1000

    var fill: Unicode.Scalar = " "
    /// `<`, `>`, `^` or `=`, which pads after the sign.
    var align: Unicode.Scalar?
    var sign: Unicode.Scalar = "-"
    var isAlternate = false
    var width = 0
    var grouping: Unicode.Scalar?
    var precision: Int?
    var kind: Unicode.Scalar?
    private var isZeroPadded = false
    /// Nothing is asked for: any value is written as text.
    private var isEmpty = false

    init() {}

    init(_ text: String) throws(TemplateError) {
        self.isEmpty = text.isEmpty
        var rest = text.unicodeScalars[...]
        let aligns: Set<Unicode.Scalar> = ["<", ">", "^", "="]
        if let second = rest.dropFirst().first, aligns.contains(second), let first = rest.first {
            (self.fill, self.align) = (first, second)
            rest = rest.dropFirst(2)
        } else if let first = rest.first, aligns.contains(first) {
            self.align = first
            rest = rest.dropFirst()
        }
        if let first = rest.first, "+- ".unicodeScalars.contains(first) {
            self.sign = first
            rest = rest.dropFirst()
        }
        if rest.first == "#" {
            self.isAlternate = true
            rest = rest.dropFirst()
        }
        if rest.first == "0" {
            if self.align == nil { (self.fill, self.isZeroPadded) = ("0", true) }
            rest = rest.dropFirst()
        }
        self.width = try Self.number(&rest, in: text) ?? 0
        if let first = rest.first, first == "," || first == "_" {
            self.grouping = first
            rest = rest.dropFirst()
        }
        if rest.first == "." {
            rest = rest.dropFirst()
            guard let precision = try Self.number(&rest, in: text) else { throw Self.invalid(text) }
            self.precision = precision
        }
        self.kind = rest.popFirst()
        guard rest.isEmpty else { throw Self.invalid(text) }
    }

    private static func number(_ rest: inout Substring.UnicodeScalarView, in text: String) throws(TemplateError) -> Int? {
        let digits = rest.prefix { $0.isDigit }
        guard !digits.isEmpty else { return nil }
        rest = rest[digits.endIndex...]
        guard let number = Int(String(digits)), number <= self.limit else { throw self.invalid(text) }
        return number
    }

    private static func invalid(_ text: String) -> TemplateError {
        TemplateError(.wrongValue, "Invalid format specifier '\(text.excerpt)'")
    }

    func text(for value: TemplateValue) throws(TemplateError) -> String {
        if self.isEmpty { return value.description }
        if self.kind == nil || self.kind == "s", let text = value.textContent {
            guard self.align != "=", self.grouping == nil else {
                throw TemplateError(.wrongValue, "'=' and ',' are not allowed in the format of a text")
            }
            return self.padded(self.cut(text), sign: "", isNumber: false)
        }
        switch self.kind {
        case "d"?, "n"?, "b"?, "o"?, "x"?, "X"?, "c"?:
            guard let integer = value.integerContent else { throw self.unsupported(value) }
            return try self.text(integer: integer)
        default:
            if self.kind == nil, let integer = value.integerContent { return try self.text(integer: integer) }
            guard let number = value.floatContent, let digits = self.digits(of: number) else { throw self.unsupported(value) }
            return self.padded(self.grouped(digits), sign: self.sign(isNegative: number.sign == .minus && !number.isNaN), isNumber: true)
        }
    }

    private func unsupported(_ value: TemplateValue) -> TemplateError {
        TemplateError(
            value.textContent == nil && value.floatContent == nil ? .wrongType : .wrongValue,
            "Unknown format code '\(self.kind.map { String($0) } ?? "")' for object of type '\(value.kindName)'")
    }

    private func cut(_ text: String) -> String {
        self.precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
    }

    // MARK: Numbers

    private func text(integer: TemplateInteger) throws(TemplateError) -> String {
        guard self.precision == nil else {
            throw TemplateError(.wrongValue, "Precision not allowed in integer format specifier")
        }
        let (base, prefix): (UInt32, String) =
            switch self.kind {
            case "b"?: (2, "0b")
            case "o"?: (8, "0o")
            case "x"?, "X"?: (16, "0x")
            default: (10, "")
            }
        if self.kind == "c", let code = integer.int, let scalar = UInt32(exactly: code).flatMap({ Unicode.Scalar($0) }) {
            return self.padded(String(scalar), sign: "", isNumber: false)
        }
        let digits = self.grouped(integer.magnitude.digits(base: base))
        let sign = self.sign(isNegative: integer.isNegative) + (self.isAlternate ? prefix : "")
        let text = self.padded(digits, sign: sign, isNumber: true)
        return self.kind == "X" ? text.uppercased() : text
    }

    /// The digits of a number without its sign; nil for a kind that formats no floats.
    private func digits(of number: Double) -> String? {
        guard number.isFinite else { return FloatText.shortest(number.magnitude) }
        let places = self.precision ?? 6
        switch self.kind {
        case nil:
            guard let precision = self.precision else { return FloatText.shortest(number.magnitude) }
            let digits = FloatText.general(number, count: precision)
            return digits.contains(".") || digits.contains("e") ? digits : digits + ".0"
        case "f"?, "F"?: return FloatText.fixed(number, places: places)
        case "e"?: return FloatText.scientific(number, places: places)
        case "E"?: return FloatText.scientific(number, places: places).uppercased()
        case "g"?: return FloatText.general(number, count: places)
        case "G"?: return FloatText.general(number, count: places).uppercased()
        case "%"?: return FloatText.fixed(number * 100, places: places) + "%"
        default: return nil
        }
    }

    private func sign(isNegative: Bool) -> String {
        if isNegative { return "-" }
        return self.sign == "-" ? "" : String(self.sign)
    }

    private func grouped(_ digits: String) -> String {
        guard let grouping = self.grouping else { return digits }
        let whole = digits.prefix { $0.isNumber }
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped.unicodeScalars.append(grouping) }
            grouped.append(digit)
        }
        return grouped + digits.dropFirst(whole.count)
    }

    private func padded(_ text: String, sign: String, isNumber: Bool) -> String {
        let missing = max(0, self.width - text.unicodeScalars.count - sign.unicodeScalars.count)
        func padding(_ count: Int) -> String { String(repeating: String(self.fill), count: count) }
        switch self.align ?? (isNumber ? self.isZeroPadded ? "=" : ">" : "<") {
        case "<": return sign + text + padding(missing)
        case "^": return padding(missing / 2) + sign + text + padding(missing - missing / 2)
        case "=": return sign + padding(missing) + text
        default: return padding(missing) + sign + text
        }
    }
}
