// Part of Martlet. Apache License 2.0; see LICENSE.

extension TemplateValue: CustomStringConvertible {
    /// The value as text: what `str(x)` gives and what type functions check.
    package var description: String {
        switch self {
        case .text(let text), .verbatim(let text), .symbol(let text), .caught(let text): text
        default: self.literal
        }
    }

    /// The value as one would write it in a template: text in quotes.
    var literal: String {
        switch self {
        case .none: "None"
        // The engine's spelling, since the text usually ends in SQL.
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number), .typedInteger(let number, _): number.description
        case .float(let number), .typedFloat(let number, _): FloatText.shortest(number)
        case .text(let text), .verbatim(let text), .symbol(let text), .caught(let text): Self.quoted(text)
        case .list(let items), .array(let items, _): "[\(Self.literals(items))]"
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
            case "\0"..<" ", "\u{7F}"..."\u{A0}": quoted += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + String(quote)
    }
}
