// Part of Martlet. Apache License 2.0; see LICENSE.

extension SQLLexer {
    /// Text between two equal quotes; a doubled quote and a backslash with whatever follows it do not end it.
    mutating func quoted(by quote: UInt8, as kind: SQLToken.Kind, else error: SQLLexicalError) -> SQLToken.Kind {
        self.position += 1
        while let byte = self.peek() {
            if byte == 0 { return self.fail(.nulByte) }
            if byte == UInt8(ascii: "\\") {
                if self.peek(1) == 0 { return self.fail(.nulByte) }
                self.position += 2
            } else if byte != quote {
                self.position += 1
            } else if self.peek(1) == quote {
                self.position += 2
            } else {
                self.position += 1
                return kind
            }
        }
        return self.fail(error)
    }

    /// Text in typographic quotes, which know no escapes.
    mutating func quoted(until end: StaticString, as kind: SQLToken.Kind, else error: SQLLexicalError) -> SQLToken.Kind {
        self.position += end.utf8CodeUnitCount
        while let byte = self.peek() {
            if byte == 0 { return self.fail(.nulByte) }
            if self.starts(with: end) {
                self.position += end.utf8CodeUnitCount
                return kind
            }
            self.position += 1
        }
        return self.fail(error)
    }

    /// `x'…'` and `b'…'`, which hold digits only.
    mutating func digits(ofBase letter: UInt8) -> SQLToken.Kind {
        let isHex = letter | 0x20 == UInt8(ascii: "x")
        self.position += 2
        while let byte = self.peek(), isHex ? byte.isHexDigit : byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") {
            self.position += 1
        }
        guard self.peek() == UInt8(ascii: "'") else { return self.fail(.unclosedString) }
        self.position += 1
        return .string
    }

    /// `$tag$ … $tag$` with a tag of word characters or none.
    ///
    /// Engines differ in what else a leading dollar sign may be, so it may be nothing else.
    mutating func hereDocument() -> SQLToken.Kind {
        let start = self.position
        self.position += 1
        while let byte = self.peek(), byte.isWordByte { self.position += 1 }
        guard self.peek() == UInt8(ascii: "$") else { return self.fail(.unexpectedCharacter) }
        self.position += 1
        let tag = self.bytes[start..<self.position]
        while let byte = self.peek() {
            if byte == 0 { return self.fail(.nulByte) }
            if byte == UInt8(ascii: "$"), self.bytes[self.position...].starts(with: tag) {
                self.position += tag.count
                return .string
            }
            self.position += 1
        }
        return self.fail(.unclosedString)
    }

    /// A number; or a word, since a name may begin with a digit.
    mutating func number(afterDot: Bool) -> SQLToken.Kind {
        let start = self.position
        if afterDot {
            // An index into a tuple, so that `t.1.2` is two indexes and no fraction.
            self.skipDigits(isBlockStart: false)
        } else {
            let isHex = self.skipBasePrefix()
            self.skipDigits(isHex: isHex, isBlockStart: self.position > start + 1)
            if self.peek() == UInt8(ascii: ".") {
                self.position += 1
                self.skipDigits(isHex: isHex, isBlockStart: true)
            }
            self.skipExponent(marker: isHex ? UInt8(ascii: "p") : UInt8(ascii: "e"))
        }
        guard let next = self.peek(), next.isWordByte else { return .number }
        while let byte = self.peek(), byte.isWordByte { self.position += 1 }
        return self.bytes[start..<self.position].allSatisfy(\.isWordByte) ? .word : self.fail(.malformedNumber)
    }

    /// `.5`
    mutating func fraction() -> SQLToken.Kind {
        self.position += 1
        self.skipDigits(isBlockStart: true)
        self.skipExponent(marker: UInt8(ascii: "e"))
        return .number
    }

    /// Skips `0x` or `0b` if a digit of that base follows, otherwise the first digit.
    private mutating func skipBasePrefix() -> Bool {
        guard self.peek() == UInt8(ascii: "0"), let letter = self.peek(1), let digit = self.peek(2) else {
            self.position += 1
            return false
        }
        let isHex = letter | 0x20 == UInt8(ascii: "x") && digit.isHexDigit
        let isBinary = letter | 0x20 == UInt8(ascii: "b") && (digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1"))
        self.position += isHex || isBinary ? 2 : 1
        return isHex
    }

    /// Digits, with single underscores between them.
    private mutating func skipDigits(isHex: Bool = false, isBlockStart: Bool) {
        var isBlockStart = isBlockStart
        while let byte = self.peek() {
            let isDigit = isHex ? byte.isHexDigit : byte.isDigit
            let isSeparator = byte == UInt8(ascii: "_") && !isBlockStart && self.peek(1).map { isHex ? $0.isHexDigit : $0.isDigit } == true
            guard isDigit || isSeparator else { return }
            self.position += 1
            isBlockStart = false
        }
    }

    private mutating func skipExponent(marker: UInt8) {
        guard let byte = self.peek(), byte | 0x20 == marker, self.peek(1) != nil else { return }
        self.position += 1
        if self.peek(1) != nil, self.peek() == UInt8(ascii: "-") || self.peek() == UInt8(ascii: "+") { self.position += 1 }
        self.skipDigits(isBlockStart: true)
    }
}
