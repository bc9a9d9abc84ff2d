// Part of Martlet. Apache License 2.0; see LICENSE.

/// Cuts a statement into words and signs, as far as the child must understand it: where texts, comments and parentheses
/// are, and which words stand outside of them. What the words mean is the engine's business.
///
/// It works on bytes, since a statement may hold texts that are not UTF-8, and it never fails: a text that is not closed
/// reaches to the end, and the engine will say so.
struct StatementLexer {
    enum Kind: Equatable {
        /// A keyword or a bare name.
        case word
        /// A name in backticks or double quotes.
        case quotedName
        /// A text or a number.
        case literal
        case sign(UInt8)
    }

    struct Token: Equatable {
        let kind: Kind
        let range: Range<Int>
    }

    let text: [UInt8]
    private(set) var position = 0

    init(_ text: [UInt8]) { self.text = text }

    /// The next token; comments and blanks are skipped.
    mutating func next() -> Token? {
        self.skipBlanksAndComments()
        guard self.position < self.text.count else { return nil }
        let start = self.position
        let kind = self.readToken(startingWith: self.text[start])
        return Token(kind: kind, range: start..<self.position)
    }

    private mutating func readToken(startingWith byte: UInt8) -> Kind {
        switch byte {
        case UInt8(ascii: "'"):
            self.skipQuoted(by: byte)
            return .literal
        case UInt8(ascii: "`"), UInt8(ascii: "\""):
            self.skipQuoted(by: byte)
            return .quotedName
        case UInt8(ascii: "$"):
            return self.readHeredoc()
        case _ where UInt8.isDigit(byte):
            self.skipWord()
            return .literal
        case _ where UInt8.isWordCharacter(byte):
            self.skipWord()
            return .word
        default:
            self.position += 1
            return .sign(byte)
        }
    }

    private mutating func skipWord() {
        while let byte = self.byte(at: self.position), UInt8.isWordCharacter(byte) || byte == UInt8(ascii: "$") { self.position += 1 }
    }

    /// A quote inside is doubled or stands behind a backslash.
    private mutating func skipQuoted(by quote: UInt8) {
        self.position += 1
        while let byte = self.byte(at: self.position) {
            self.position += 1
            if byte == UInt8(ascii: "\\") {
                self.position = min(self.position + 1, self.text.count)
            } else if byte == quote {
                guard self.byte(at: self.position) == quote else { return }
                self.position += 1
            }
        }
    }

    /// `$name$ anything $name$`; a dollar that begins no such text is a sign.
    private mutating func readHeredoc() -> Kind {
        var end = self.position + 1
        while let byte = self.byte(at: end), UInt8.isWordCharacter(byte) { end += 1 }
        guard self.byte(at: end) == UInt8(ascii: "$") else {
            self.position += 1
            return .sign(UInt8(ascii: "$"))
        }
        let tag = self.text[self.position...end]
        self.position = self.text[(end + 1)...].firstRange(of: tag)?.upperBound ?? self.text.count
        return .literal
    }

    private mutating func skipBlanksAndComments() {
        while let byte = self.byte(at: self.position) {
            let following = self.byte(at: self.position + 1)
            switch (byte, following) {
            case (UInt8(ascii: "-"), UInt8(ascii: "-")), (UInt8(ascii: "#"), UInt8(ascii: " ")), (UInt8(ascii: "#"), UInt8(ascii: "!")):
                self.position = self.text[self.position...].firstIndex(of: UInt8(ascii: "\n")) ?? self.text.count
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                let inside = self.text[(self.position + 2)...]
                self.position = inside.firstRange(of: [UInt8(ascii: "*"), UInt8(ascii: "/")])?.upperBound ?? self.text.count
            case _ where UInt8.isBlank(byte):
                self.position += 1
            default:
                return
            }
        }
    }

    private func byte(at index: Int) -> UInt8? {
        index < self.text.count ? self.text[index] : nil
    }
}
