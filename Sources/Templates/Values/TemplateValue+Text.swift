// Part of Martlet. Apache License 2.0; see LICENSE.

extension TemplateValue: CustomStringConvertible {
    /// The value as text: what `str(x)` gives and what type functions check.
    package var description: String {
        switch self {
        case .text(let text), .verbatim(let text), .symbol(let text), .caught(let text): text
        case .typedInteger(let number, let type): "to\(type)('\(number)')"
        case .typedFloat(let number, let type): "to\(type)('\(FloatText.shortest(number))')"
        default: self.literal
        }
    }

    /// The value as one would write it in a template: text in quotes.
    var literal: String {
        switch self {
        case .none: "None"
        case .boolean(let flag): flag ? "True" : "False"
        case .integer(let number), .typedInteger(let number, _): number.description
        case .float(let number), .typedFloat(let number, _): FloatText.shortest(number)
        case .text(let text), .verbatim(let text), .symbol(let text), .caught(let text): Self.quoted(text)
        case .list(let items): "[\(Self.literals(items))]"
        case .tuple(let items): items.count == 1 ? "(\(items[0].literal),)" : "(\(Self.literals(items)))"
        case .set(let items): items.isEmpty ? "set()" : "{\(Self.literals(items))}"
        case .dictionary(let members):
            "{\(members.members.map { "\($0.key.literal): \($0.value.literal)" }.joined(separator: ", "))}"
        case .placeholder: "__no_value__"
        case .function(let name): name
        }
    }

    private static func literals(_ items: [TemplateValue]) -> String { items.map(\.literal).joined(separator: ", ") }

    /// Text in single quotes, or in double quotes if that saves an escape.
    static func quoted(_ text: String) -> String {
        let quote: Unicode.Scalar = text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        var quoted = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", quote: quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where !scalar.isPrintable: quoted += self.escaped(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + String(quote)
    }

    /// A character by its number: `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
    static func escaped(_ scalar: Unicode.Scalar) -> String {
        let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        let digits = String(scalar.value, radix: 16)
        return "\\" + letter + String(repeating: "0", count: width - digits.utf8.count) + digits
    }
}

extension Unicode.Scalar {
    /// Whether a literal shows the character as it is.
    fileprivate var isPrintable: Bool {
        if self.isASCII { return self >= " " && self != "\u{7F}" }
        return switch self.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: false
        default: true
        }
    }
}
