// Part of Martlet. Apache License 2.0; see LICENSE.

/// Divides an expression into tokens: names, numbers, strings and operators are Python's.
///
/// Line breaks are blanks everywhere, so that expressions may span lines without brackets.
struct TokenLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) { self.scalars = Array(text.unicodeScalars) }

    private static let operators: Set<String> = [
        "**=", "//=", ">>=", "<<=", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
        ":=", "->", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "=",
    ]

    mutating func tokens() throws(TemplateError) -> [Token] {
        var tokens: [Token] = []
        while true {
            self.skipBlanks()
            guard let scalar = self.peek() else { return tokens + [.end] }
            if scalar.isDigit || (scalar == "." && (self.peek(1)?.isDigit ?? false)) {
                tokens.append(try self.number())
            } else if let prefix = self.stringPrefix() {
                tokens.append(try self.string(prefix: prefix))
            } else if scalar.isNameStart {
                tokens.append(.name(self.take { $0.isNamePart }))
            } else {
                tokens.append(try self.symbol())
            }
        }
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        self.position + offset < self.scalars.count ? self.scalars[self.position + offset] : nil
    }

    private func lookingAt(_ text: [Unicode.Scalar]) -> Bool { self.scalars[self.position...].starts(with: text) }

    private mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
        var taken = String.UnicodeScalarView()
        while let scalar = self.peek(), condition(scalar) {
            taken.append(scalar)
            self.position += 1
        }
        return String(taken)
    }

    private mutating func skipBlanks() {
        while let scalar = self.peek() {
            if scalar.isBlank {
                self.position += 1
            } else if scalar == "\\", self.peek(1) == "\n" {
                self.position += 2
            } else {
                return
            }
        }
    }

    private mutating func symbol() throws(TemplateError) -> Token {
        for length in [3, 2, 1] where self.position + length <= self.scalars.count {
            let candidate = String(String.UnicodeScalarView(self.scalars[self.position..<(self.position + length)]))
            if Self.operators.contains(candidate) {
                self.position += length
                return .symbol(candidate)
            }
        }
        throw TemplateError(.syntax, "invalid syntax: \"\(self.scalars[self.position])\" is not expected here")
    }

    // MARK: Numbers

    private mutating func number() throws(TemplateError) -> Token {
        let start = self.position
        if self.peek() == "0", let base = Self.base(of: self.peek(1)) {
            self.position += 2
            let digits = self.take { $0.isNamePart }.filter { $0 != "_" }
            guard !digits.isEmpty, digits.utf8.count <= 128 << 2, let magnitude = Magnitude(digits: digits, base: base) else {
                throw self.invalidNumber(from: start)
            }
            return .integer(try self.bounded(TemplateInteger(magnitude)))
        }
        var text = self.take { $0.isDigit || $0 == "_" }
        var isFloat = false
        if self.peek() == "." {
            isFloat = true
            self.position += 1
            text += "." + self.take { $0.isDigit || $0 == "_" }
        }
        if self.peek() == "e" || self.peek() == "E" {
            isFloat = true
            self.position += 1
            text += "e"
            if let sign = self.peek(), sign == "+" || sign == "-" {
                text.unicodeScalars.append(sign)
                self.position += 1
            }
            text += self.take { $0.isDigit || $0 == "_" }
        }
        if self.peek() == "j" { return self.complexNumber(text) }
        guard !(self.peek()?.isNameStart ?? false), !text.hasSuffix("_"), !text.contains("__") else {
            throw self.invalidNumber(from: start)
        }
        text.removeAll { $0 == "_" }
        if isFloat, let value = FloatReader.value(of: text) { return .float(value) }
        // Leading zeros would be octal elsewhere.
        let isPlain = text.first != "0" || text.allSatisfy { $0 == "0" }
        guard !isFloat, isPlain, let integer = TemplateInteger(decimal: text) else { throw self.invalidNumber(from: start) }
        return .integer(try self.bounded(integer))
    }

    private static func base(of letter: Unicode.Scalar?) -> UInt32? {
        switch letter {
        case "x", "X": 16
        case "o", "O": 8
        case "b", "B": 2
        default: nil
        }
    }

    private func bounded(_ integer: TemplateInteger) throws(TemplateError) -> TemplateInteger {
        let limit = TemplateLimits.standard.integerBits
        guard integer.bitWidth <= limit else { throw .exceeded("\(limit) bits of an integer") }
        return integer
    }

    private mutating func complexNumber(_ text: String) -> Token {
        self.position += 1
        return .unsupportedConstant("Constant(value=\(text)j)")
    }

    private func invalidNumber(from start: Int) -> TemplateError {
        let text = String(String.UnicodeScalarView(self.scalars[start..<min(self.position + 1, self.scalars.count)]))
        return TemplateError(.syntax, "invalid syntax: \"\(text.excerpt)\" is not a number")
    }

    // MARK: Strings

    /// The letters before a quote, lower case; nil if no string begins here.
    private func stringPrefix() -> String? {
        var prefix = ""
        for offset in 0...2 {
            guard let scalar = self.peek(offset) else { return nil }
            if scalar == "'" || scalar == "\"" { return ["", "r", "f", "b", "u", "rf", "fr", "br", "rb"].contains(prefix) ? prefix : nil }
            prefix += scalar.properties.lowercaseMapping
        }
        return nil
    }

    private mutating func string(prefix: String) throws(TemplateError) -> Token {
        self.position += prefix.unicodeScalars.count
        let quote = self.scalars[self.position]
        let isTriple = self.lookingAt([quote, quote, quote])
        let closer = [Unicode.Scalar](repeating: quote, count: isTriple ? 3 : 1)
        self.position += closer.count
        var content = String.UnicodeScalarView()
        while !self.lookingAt(closer) {
            guard let scalar = self.peek(), isTriple || scalar != "\n" else {
                throw TemplateError(
                    .syntax, "invalid syntax: a string that begins with \(String(String.UnicodeScalarView(closer))) is not closed")
            }
            content.append(scalar)
            self.position += 1
            if scalar == "\\", let escaped = self.peek() {
                content.append(escaped)
                self.position += 1
            }
        }
        self.position += closer.count
        let isRaw = prefix.contains("r")
        let text = String(content)
        if prefix.contains("b") { return .unsupportedConstant("Constant(value=b\(TemplateValue.quoted(text.excerpt)))") }
        if prefix.contains("f") { return .formatted(text, isRaw: isRaw) }
        return .text(isRaw ? text : try StringEscapes.undone(in: text))
    }
}

extension Unicode.Scalar {
    /// An ASCII digit; digits of other scripts are letters to this language.
    var isDigit: Bool { ("0"..."9").contains(self) }

    var isBlank: Bool { self == " " || self == "\n" || self == "\t" || self == "\r" || self == "\u{C}" }

    var isNameStart: Bool { self == "_" || self.properties.isXIDStart }

    var isNamePart: Bool { self.properties.isXIDContinue }
}
