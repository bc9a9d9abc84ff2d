// Part of Martlet. Apache License 2.0; see LICENSE.

/// Puts values between quotes so that the engine reads exactly one literal or identifier
/// (templates specification, 6 and 9).
enum SQLText {
    /// A string literal.
    ///
    /// `%` becomes `\%`, which is right after `LIKE` and wrong after `=`: the contract wants it so, and authors
    /// undo it with `sql_unescape`.
    static func literal(_ text: String) -> String { "'\(self.escaped(text))'" }

    /// An identifier in back-quotes.
    static func identifier(_ text: String, quote: String = "`") -> String {
        quote + self.escaped(text, doubleQuote: "") + quote
    }

    /// An identifier whose parts, divided by dots, are quoted one by one.
    static func path(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: ".")) else { return self.identifier(text) }
        return text.split(scalar: ".").map { self.identifier($0) }.joined(separator: ".")
    }

    /// By byte, what must not stand in a literal as it is: most texts have nothing of it.
    private static let isEscaped = (0...UInt8.max).map { "\0\r\n\t\u{8}\u{1A}\"'\\`%".utf8.contains($0) }

    /// Text with everything escaped that could end a literal or an identifier.
    static func escaped(_ text: String, doubleQuote: String = "\\\"") -> String {
        guard text.utf8.contains(where: { self.isEscaped[Int($0)] }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": escaped += "\\0"
            case "\r": escaped += "\\r"
            case "\n": escaped += "\\n"
            case "\t": escaped += "\\t"
            case "\u{8}": escaped += "\\b"
            case "\u{1A}": escaped += "\\z"
            case "\"": escaped += doubleQuote
            case "'", "\\", "`", "%": escaped += "\\\(scalar)"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A string literal inside a collection: written as in a template, but always in single quotes, since double
    /// quotes would make an identifier of it, and with no escape the engine does not know.
    fileprivate static func item(_ text: String) -> String {
        var escaped = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'", "\\": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            case "\0"..<" ", "\u{7F}": escaped += TemplateValue.escaped(scalar)
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped + "'"
    }
}

extension TemplateValue {
    /// What `{{ … }}` puts into the SQL; `source` is the expression, for the message about a missing value.
    func sqlText(of source: String) throws(TemplateError) -> String {
        switch self {
        case .none:
            let shortened = source.unicodeScalars.count > 20 ? "\(String(source.unicodeScalars.prefix(20)))..." : source
            throw TemplateError(.nullExpression, "expression \"\(shortened)\" evaluated to null")
        case .text(let text), .caught(let text): return SQLText.literal(text)
        case .verbatim, .symbol, .typedInteger, .typedFloat, .boolean, .integer, .float: return self.description
        case .list(let items): return "[\(try Self.itemTexts(items))]"
        // The comma makes one item a tuple, in the engine too.
        case .tuple(let items): return "(\(try Self.itemTexts(items))\(items.count == 1 ? "," : ""))"
        case .dictionary(let members):
            var texts: [String] = []
            for member in members.members { texts.append("\(try member.key.itemText): \(try member.value.itemText)") }
            return "{\(texts.joined(separator: ", "))}"
        case .placeholder: return "'__no_value__'"
        case .set, .function:
            throw TemplateError(.wrongType, "a \(self.kindName) cannot be written as SQL: pick one of its values, or make it a list")
        }
    }

    private static func itemTexts(_ items: [TemplateValue]) throws(TemplateError) -> String {
        var texts: [String] = []
        for item in items { texts.append(try item.itemText) }
        return texts.joined(separator: ", ")
    }

    /// The value inside a collection.
    private var itemText: String {
        get throws(TemplateError) {
            switch self {
            case .text(let text), .verbatim(let text), .caught(let text): SQLText.item(text)
            case .none, .typedInteger, .typedFloat: self.literal
            default: try self.sqlText(of: "")
            }
        }
    }
}
