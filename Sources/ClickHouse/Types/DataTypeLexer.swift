// Part of Martlet. Apache License 2.0; see LICENSE.

/// Cuts the text of a type into words, literals and punctuation.
struct DataTypeLexer {
    enum Token: Hashable {
        case word(String)
        case quotedName(String)
        case string(String)
        /// The text of a number, with its sign.
        case number(String)
        case punctuation(Unicode.Scalar)
        case end
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        self.scalars = Array(text.unicodeScalars)
    }

    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// The next token and where it starts.
    mutating func next() throws(DataTypeError) -> (token: Token, offset: Int) {
        self.skip { $0.properties.isWhitespace }
        let start = self.position
        guard start < self.scalars.count else { return (.end, start) }
        let first = self.scalars[start]
        switch first {
        case "'": return (.string(try self.readQuoted(by: first)), start)
        case "`", "\"": return (.quotedName(try self.readQuoted(by: first)), start)
        case "-", "+", ".", "0"..."9": return (self.readNumberOrSign(), start)
        case _ where Self.isWord(first):
            self.skip(Self.isWord)
            return (.word(self.text(from: start)), start)
        default:
            self.position += 1
            return (.punctuation(first), start)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        UInt8(exactly: scalar.value).map(isWord) ?? false
    }

    private mutating func skip(_ isSkipped: (Unicode.Scalar) -> Bool) {
        while self.position < self.scalars.count, isSkipped(self.scalars[self.position]) { self.position += 1 }
    }

    private mutating func take() -> Unicode.Scalar? {
        guard self.position < self.scalars.count else { return nil }
        defer { self.position += 1 }
        return self.scalars[self.position]
    }

    private func text(from start: Int) -> String {
        String(String.UnicodeScalarView(self.scalars[start..<self.position]))
    }

    /// A number; or its first character alone, like the dot between the keys of a JSON path.
    private mutating func readNumberOrSign() -> Token {
        let start = self.position
        self.position += 1
        self.skip { scalar in scalar == "." || Self.isWord(scalar) }
        let text = self.text(from: start)
        if Double(text) != nil { return .number(text) }
        self.position = start + 1
        return .punctuation(self.scalars[start])
    }

    /// A quoted text: the quote is escaped by a backslash or by doubling it.
    private mutating func readQuoted(by quote: Unicode.Scalar) throws(DataTypeError) -> String {
        let start = self.position
        var content = String.UnicodeScalarView()
        self.position += 1
        while let scalar = self.take() {
            if scalar == "\\", let escaped = self.take() {
                content.append(Self.escapes[escaped] ?? escaped)
            } else if scalar != quote {
                content.append(scalar)
            } else if self.position < self.scalars.count, self.scalars[self.position] == quote {
                content.append(quote)
                self.position += 1
            } else {
                return String(content)
            }
        }
        throw .invalid("the closing \(quote) is missing", at: start)
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\u{8}", "f": "\u{c}",
    ]
}
