// Part of Martlet. Apache License 2.0; see LICENSE.

/// A piece of SQL text as ClickHouse's own lexer cuts it.
///
/// Where a token ends decides what is code and what is text, so any difference to the engine would be a hole in the guard.
package struct SQLToken: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case whitespace
        /// `--`, `//`, `# ` and `#!` to the end of the line, or `/* … */`, which nests.
        case comment
        /// A keyword or an unquoted name; only its place tells which.
        case word
        /// `` `name` ``, `"name"` or `“name”`.
        case quotedIdentifier
        /// `'text'`, `‘text’`, `x'4D'`, `b'01'` or `$tag$text$tag$`.
        case string
        case number
        case symbol(SQLSymbol)
        /// The text cannot be cut any further; always the last token.
        case error(SQLLexicalError)
    }

    package let kind: Kind
    /// Where it stands, as UTF-8 offsets.
    package let range: Range<Int>

    /// Whether the grammar looks at it.
    package var isSignificant: Bool { self.kind != .whitespace && self.kind != .comment }
}

/// Operators and brackets; the raw value is the spelling.
package enum SQLSymbol: String, Sendable, Hashable {
    case openRound = "("
    case closeRound = ")"
    case openSquare = "["
    case closeSquare = "]"
    case openCurly = "{"
    case closeCurly = "}"
    case comma = ","
    case semicolon = ";"
    case dot = "."
    case plus = "+"
    case minus = "-"
    case asterisk = "*"
    case slash = "/"
    case percent = "%"
    case equals = "="
    case notEquals = "!="
    case less = "<"
    case lessOrEquals = "<="
    case greater = ">"
    case greaterOrEquals = ">="
    case spaceship = "<=>"
    case question = "?"
    case colon = ":"
    case doubleColon = "::"
    case caret = "^"
    case concatenation = "||"
    case arrow = "->"
}

/// Why a text is no sequence of tokens.
package enum SQLLexicalError: String, Sendable, Hashable {
    case unexpectedCharacter = "unexpected character"
    case unclosedString = "string literal is not closed"
    case unclosedIdentifier = "quoted name is not closed"
    case unclosedComment = "comment is not closed"
    case malformedNumber = "malformed number"
    /// Some ways into the engine end the text at a NUL, others do not.
    case nulByte = "NUL byte"
}
