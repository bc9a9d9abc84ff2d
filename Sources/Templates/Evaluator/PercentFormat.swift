// Part of Martlet. Apache License 2.0; see LICENSE.

/// `'%s and %05.2f' % (a, b)` and `'%(name)s' % {'name': a}`.
struct PercentFormat {
    private var rest: Substring.UnicodeScalarView

    init(_ format: String) { self.rest = format.unicodeScalars[...] }

    /// The format with its fields filled in.
    consuming func text(with values: TemplateValue, state: inout RenderState) throws(TemplateError) -> String {
        var waiting = if case .tuple(let items) = values { items[...] } else { [values][...] }
        var usesNames = false
        var text = ""
        while let scalar = self.rest.popFirst() {
            guard scalar == "%" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            if self.rest.first == "%" {
                self.rest = self.rest.dropFirst()
                text += "%"
                continue
            }
            let name = try self.name()
            let (format, kind) = try self.field()
            let value: TemplateValue
            if let name {
                guard case .dictionary(let members) = values else { throw TemplateError(.wrongType, "format requires a mapping") }
                guard let member = members[.text(name)] else { throw TemplateValue.missingKey(.text(name)) }
                usesNames = true
                value = member
            } else {
                guard let next = waiting.popFirst() else { throw TemplateError(.wrongType, "not enough arguments for format string") }
                value = next
            }
            if let number = value.floatContent { try state.charge(digitsOf: number, places: format.precision ?? 0) }
            text += try self.text(for: value, format, kind: kind)
            guard text.utf8.count <= state.limits.outputBytes else { throw state.outputExceeded }
        }
        // A single value that is a collection of names may go unused, as may all of it.
        let isMapping = if case .dictionary = values { true } else { false }
        guard usesNames || isMapping || waiting.isEmpty else {
            throw TemplateError(.wrongType, "not all arguments converted during string formatting")
        }
        return text
    }

    private mutating func name() throws(TemplateError) -> String? {
        guard self.rest.first == "(" else { return nil }
        let name = self.rest.dropFirst().prefix { $0 != ")" }
        guard name.endIndex < self.rest.endIndex else { throw TemplateError(.wrongValue, "incomplete format key") }
        self.rest = self.rest[name.endIndex...].dropFirst()
        return String(name)
    }

    private mutating func field() throws(TemplateError) -> (format: TextFormat, kind: Unicode.Scalar) {
        var format = TextFormat()
        format.align = ">"
        while let flag = self.rest.first, "-+ 0#".unicodeScalars.contains(flag) {
            self.rest = self.rest.dropFirst()
            switch flag {
            case "-": (format.fill, format.align) = (" ", "<")
            case "0" where format.align != "<": (format.fill, format.align) = ("0", "=")
            case "+": format.sign = "+"
            case " " where format.sign != "+": format.sign = " "
            case "#": format.isAlternate = true
            default: break
            }
        }
        format.width = try self.number()
        if self.rest.first == "." {
            self.rest = self.rest.dropFirst()
            format.precision = try self.number()
        }
        guard let kind = self.rest.popFirst() else { throw TemplateError(.wrongValue, "incomplete format") }
        return (format, kind)
    }

    private mutating func number() throws(TemplateError) -> Int {
        let digits = self.rest.prefix { $0.isDigit }
        self.rest = self.rest[digits.endIndex...]
        guard !digits.isEmpty else { return 0 }
        guard let number = Int(String(digits)), number <= 1000 else {
            throw TemplateError(.wrongValue, "a width or precision of a format is at most 1000")
        }
        return number
    }

    private func text(for value: TemplateValue, _ format: TextFormat, kind: Unicode.Scalar) throws(TemplateError) -> String {
        var format = format
        switch kind {
        case "s", "r", "a":
            format.kind = "s"
            if format.align == "=" { (format.fill, format.align) = (" ", ">") }
            return try format.text(for: .text(kind == "s" ? value.description : value.literal))
        case "d", "i", "u":
            format.kind = "d"
            format.precision = nil
            guard let number = value.floatContent, let integer = value.integerContent ?? TemplateInteger(truncating: number) else {
                throw TemplateError(.wrongType, "%\(kind) format: a real number is required, not \(value.kindName)")
            }
            return try format.text(for: .integer(integer))
        case "c" where value.textContent?.unicodeScalars.count == 1:
            return try self.text(for: value, format, kind: "s")
        case "x", "X", "o", "c", "e", "E", "f", "F", "g", "G":
            guard "xXoc".unicodeScalars.contains(kind) ? value.integerContent != nil : value.floatContent != nil else {
                throw TemplateError(.wrongType, "%\(kind) format: a number is required, not \(value.kindName)")
            }
            format.kind = kind
            if "xXoc".unicodeScalars.contains(kind) { format.precision = nil }
            return try format.text(for: value)
        default:
            throw TemplateError(.wrongValue, "unsupported format character '\(kind)'")
        }
    }
}
