// Part of Martlet. Apache License 2.0; see LICENSE.

/// Cuts SQL text into tokens exactly as ClickHouse does.
///
/// The rules were compared with the engine token by token. Where versions of the engine disagree (a dollar sign that opens no
/// here-document, the pipe operator) the lexer refuses, because a guard must hold for all of them. It runs in linear time and
/// keeps every byte: the ranges of the tokens follow each other without a gap, up to the first error.
package struct SQLLexer {
    let bytes: [UInt8]
    var position = 0
    private var previous: SQLToken.Kind?

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// All tokens of a text; an error token, if there is one, comes last.
    package static func tokens(of text: String) -> [SQLToken] { Self.tokens(of: Array(text.utf8)) }

    static func tokens(of bytes: [UInt8]) -> [SQLToken] {
        var lexer = SQLLexer(bytes: bytes)
        var tokens: [SQLToken] = []
        // Ordinary SQL has a token per five bytes or so.
        tokens.reserveCapacity(bytes.count / 5)
        while let token = lexer.next() {
            tokens.append(token)
            if case .error = token.kind { break }
        }
        return tokens
    }

    private mutating func next() -> SQLToken? {
        guard let first = self.peek() else { return nil }
        let start = self.position
        let kind = self.kind(startingWith: first)
        let token = SQLToken(kind: kind, range: start..<self.position)
        if token.isSignificant { self.previous = kind }
        return token
    }

    private mutating func kind(startingWith first: UInt8) -> SQLToken.Kind {
        switch first {
        case 0: return self.fail(.nulByte)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return self.number(afterDot: self.previous == .symbol(.dot))
        case UInt8(ascii: "'"): return self.quoted(by: first, as: .string, else: .unclosedString)
        case UInt8(ascii: "\""), UInt8(ascii: "`"): return self.quoted(by: first, as: .quotedIdentifier, else: .unclosedIdentifier)
        case UInt8(ascii: "$"): return self.hereDocument()
        case UInt8(ascii: "."): return self.dotStartsNumber ? self.fraction() : self.symbol()
        case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "b"), UInt8(ascii: "B"):
            return self.peek(1) == UInt8(ascii: "'") && self.peek(2) != nil ? self.digits(ofBase: first) : self.word()
        case _ where first.isWordByte: return self.word()
        case 0x80...: return self.beyondASCII()
        case _ where first.isBlank: return self.blanks()
        default: return self.comment() ?? self.symbol()
        }
    }

    func peek(_ offset: Int = 0) -> UInt8? {
        let index = self.position + offset
        return index < self.bytes.count ? self.bytes[index] : nil
    }

    /// Whether the bytes at the position are these.
    func starts(with expected: StaticString) -> Bool {
        expected.withUTF8Buffer { buffer in
            guard self.bytes.count - self.position >= buffer.count else { return false }
            for index in 0..<buffer.count where unsafe buffer[index] != self.bytes[self.position + index] { return false }
            return true
        }
    }

    mutating func fail(_ error: SQLLexicalError) -> SQLToken.Kind {
        self.position = self.bytes.count
        return .error(error)
    }

    private mutating func word() -> SQLToken.Kind {
        self.position += 1
        while let byte = self.peek(), byte.isWordByte || byte == UInt8(ascii: "$") { self.position += 1 }
        return .word
    }

    /// Just after a name, a bracket or a number the dot reads an element: `t.1.2`, `f(x).1`.
    private var dotStartsNumber: Bool {
        if self.position == 0 { return true }
        guard let next = self.peek(1), next.isDigit else { return false }
        switch self.previous {
        case .word, .quotedIdentifier, .number, .symbol(.closeRound), .symbol(.closeSquare): return false
        default: return true
        }
    }
}
