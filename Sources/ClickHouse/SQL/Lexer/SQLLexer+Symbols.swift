// Part of Martlet. Apache License 2.0; see LICENSE.

extension SQLLexer {
    /// The longest symbol at the position.
    mutating func symbol() -> SQLToken.Kind {
        for (spelling, symbol) in Self.symbols where self.starts(with: spelling) {
            self.position += spelling.utf8CodeUnitCount
            return .symbol(symbol)
        }
        return self.fail(.unexpectedCharacter)
    }

    /// Longer spellings first. `|>`, `!~`, `@`, `&`, `~` and `\` are left out: not every engine knows them, and no query needs them.
    private static let symbols: [(StaticString, SQLSymbol)] = [
        ("(", .openRound), (")", .closeRound), (",", .comma), ("[", .openSquare), ("]", .closeSquare), ("{", .openCurly),
        ("}", .closeCurly), (";", .semicolon), (".", .dot), ("->", .arrow), ("+", .plus), ("-", .minus), ("*", .asterisk),
        ("/", .slash), ("%", .percent), ("==", .equals), ("=", .equals), ("!=", .notEquals), ("<=>", .spaceship),
        ("<=", .lessOrEquals), ("<>", .notEquals), ("<", .less), (">=", .greaterOrEquals), (">", .greater), ("?", .question),
        ("::", .doubleColon), (":", .colon), ("^", .caret), ("||", .concatenation),
    ]

    /// A comment, if one starts here.
    mutating func comment() -> SQLToken.Kind? {
        if self.starts(with: "/*") { return self.blockComment() }
        guard self.starts(with: "--") || self.starts(with: "//") || self.starts(with: "# ") || self.starts(with: "#!") else { return nil }
        // A carriage return does not end the line, nor does a backslash join it with the next.
        while let byte = self.peek(), byte != UInt8(ascii: "\n") {
            if byte == 0 { return self.fail(.nulByte) }
            self.position += 1
        }
        return .comment
    }

    private mutating func blockComment() -> SQLToken.Kind {
        var depth = 0
        while let byte = self.peek() {
            if byte == 0 { return self.fail(.nulByte) }
            if self.starts(with: "/*") {
                depth += 1
                self.position += 2
            } else if self.starts(with: "*/") {
                depth -= 1
                self.position += 2
                if depth == 0 { return .comment }
            } else {
                self.position += 1
            }
        }
        return .error(.unclosedComment)
    }

    mutating func blanks() -> SQLToken.Kind {
        while let byte = self.peek(), byte.isBlank { self.position += 1 }
        return .whitespace
    }

    /// Signs that people paste from word processors: blanks of all widths, the minus sign, typographic quotes.
    mutating func beyondASCII() -> SQLToken.Kind {
        if self.starts(with: "\u{2212}") {
            self.position += 3
            return .symbol(.minus)
        }
        // The engine takes an opening quote for one only if more than two bytes follow it.
        if self.peek(5) != nil {
            if self.starts(with: "\u{2018}") { return self.quoted(until: "\u{2019}", as: .string, else: .unclosedString) }
            if self.starts(with: "\u{201C}") { return self.quoted(until: "\u{201D}", as: .quotedIdentifier, else: .unclosedIdentifier) }
        }
        guard self.unicodeBlankLength != nil else { return self.fail(.unexpectedCharacter) }
        while let byte = self.peek(), let length = byte.isBlank ? 1 : self.unicodeBlankLength { self.position += length }
        return .whitespace
    }

    /// The code points beyond ASCII that the engine skips, found by asking it for each of the first plane.
    private var unicodeBlankLength: Int? {
        switch (self.peek() ?? 0, self.peek(1) ?? 0, self.peek(2) ?? 0) {
        case (0xC2, 0x85, _), (0xC2, 0xA0, _): 2
        case (0xE1, 0xA0, 0x8E): 3
        case (0xE2, 0x80, 0x80...0x8D), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE2, 0x81, 0xA0):
            3
        case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): 3
        default: nil
        }
    }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }
    var isHexDigit: Bool { self.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
    /// A letter, a digit or the underscore; names beyond ASCII must be quoted.
    var isWordByte: Bool { self.isDigit || self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isBlank: Bool { self == UInt8(ascii: " ") || (0x09...0x0D).contains(self) }
}
