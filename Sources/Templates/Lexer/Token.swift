// Part of Martlet. Apache License 2.0; see LICENSE.

/// A token of an expression.
enum Token: Sendable, Hashable {
    case name(String)
    case integer(TemplateInteger)
    case float(Double)
    case text(String)
    /// The inside of an f-string, escapes undone unless it is raw.
    case formatted(String, isRaw: Bool)
    /// A literal the language does not have, such as bytes: how the grammar names it.
    case unsupportedConstant(String)
    /// An operator or a bracket.
    case symbol(String)
    case end
}

extension Token {
    /// The token as a message shows it.
    var sourceText: String {
        switch self {
        case .name(let name): "\"\(name)\""
        case .integer(let number): "\(number)"
        case .float(let number): FloatText.shortest(number)
        case .text(let text): TemplateValue.quoted(text.excerpt)
        case .formatted: "an f-string"
        case .unsupportedConstant(let text): text
        case .symbol(let symbol): "\"\(symbol)\""
        case .end: "the end"
        }
    }

    /// Words that cannot be names.
    static let keywords: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield",
    ]
}
