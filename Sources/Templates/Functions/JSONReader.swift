// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads JSON into values; integers keep all their digits, members their order.
struct JSONReader {
    /// What is wrong, and where: authors see the text, so it is the contract's.
    struct Failure: Error {
        let message: String
        /// Characters before the place.
        let position: Int
        /// Line and column of the place, from 1.
        let line: Int
        let column: Int

        var description: String { "\(self.message): line \(self.line) column \(self.column) (char \(self.position))" }
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ text: String) { self.scalars = Array(text.unicodeScalars) }

    /// The one value the text consists of.
    mutating func value() throws(Failure) -> TemplateValue {
        self.skipBlanks()
        let value = try self.element()
        self.skipBlanks()
        guard self.position == self.scalars.count else { throw self.failure("Extra data") }
        return value
    }

    private var current: Unicode.Scalar? { self.position < self.scalars.count ? self.scalars[self.position] : nil }

    private mutating func skipBlanks() {
        while let scalar = self.current, scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" { self.position += 1 }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard self.current == scalar else { return false }
        self.position += 1
        return true
    }

    private func failure(_ message: String, at position: Int? = nil) -> Failure {
        let position = position ?? self.position
        let before = self.scalars[..<position]
        let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return Failure(
            message: message, position: position, line: 1 + before.count { $0 == "\n" }, column: position - lineStart + 1)
    }

    private mutating func element() throws(Failure) -> TemplateValue {
        switch self.current {
        case "{": return try self.nested { reader throws(Failure) in try reader.object() }
        case "[": return try self.nested { reader throws(Failure) in try reader.array() }
        case "\"": return .text(try self.string())
        default:
            if let word = self.word() { return word }
            return try self.number()
        }
    }

    private mutating func nested(_ read: (inout JSONReader) throws(Failure) -> TemplateValue) throws(Failure) -> TemplateValue {
        guard self.depth < TemplateLimits.standard.nesting else { throw self.failure("Too deeply nested") }
        self.depth += 1
        defer { self.depth -= 1 }
        self.position += 1
        return try read(&self)
    }

    private mutating func object() throws(Failure) -> TemplateValue {
        var members = TemplateDictionary()
        self.skipBlanks()
        if self.take("}") { return .dictionary(members) }
        while true {
            self.skipBlanks()
            guard self.current == "\"" else { throw self.failure("Expecting property name enclosed in double quotes") }
            let name = try self.string()
            self.skipBlanks()
            guard self.take(":") else { throw self.failure("Expecting ':' delimiter") }
            self.skipBlanks()
            members[.text(name)] = try self.element()
            self.skipBlanks()
            if self.take("}") { return .dictionary(members) }
            guard self.take(",") else { throw self.failure("Expecting ',' delimiter") }
        }
    }

    private mutating func array() throws(Failure) -> TemplateValue {
        var items: [TemplateValue] = []
        self.skipBlanks()
        if self.take("]") { return .list(items) }
        while true {
            self.skipBlanks()
            items.append(try self.element())
            self.skipBlanks()
            if self.take("]") { return .list(items) }
            guard self.take(",") else { throw self.failure("Expecting ',' delimiter") }
        }
    }

    private mutating func word() -> TemplateValue? {
        let words: [(String, TemplateValue)] = [
            ("true", .boolean(true)), ("false", .boolean(false)), ("null", .none), ("NaN", .float(.nan)), ("Infinity", .float(.infinity)),
            ("-Infinity", .float(-.infinity)),
        ]
        for (word, value) in words where self.scalars[self.position...].starts(with: word.unicodeScalars) {
            self.position += word.unicodeScalars.count
            return value
        }
        return nil
    }

    private mutating func number() throws(Failure) -> TemplateValue {
        let start = self.position
        func text() -> String { String(String.UnicodeScalarView(self.scalars[start..<self.position])) }
        _ = self.take("-")
        if !self.take("0") {
            guard self.takeDigits() else { throw self.failure("Expecting value", at: start) }
        }
        var isWhole = true
        let wholeEnd = self.position
        if self.take(".") {
            isWhole = false
            if !self.takeDigits() {
                self.position = wholeEnd
                isWhole = true
            }
        }
        let mantissaEnd = self.position
        if self.take("e") || self.take("E") {
            if !self.take("+") { _ = self.take("-") }
            if self.takeDigits() { isWhole = false } else { self.position = mantissaEnd }
        }
        guard isWhole else { return .float(Double(text()) ?? 0) }
        guard let integer = TemplateInteger(decimal: text()) else { throw self.failure("Too large integer", at: start) }
        return .integer(integer)
    }

    private mutating func takeDigits() -> Bool {
        let start = self.position
        while let scalar = self.current, scalar.isDigit { self.position += 1 }
        return self.position > start
    }

    private mutating func string() throws(Failure) -> String {
        let start = self.position
        self.position += 1
        var text = String.UnicodeScalarView()
        while let scalar = self.current {
            switch scalar {
            case "\"":
                self.position += 1
                return String(text)
            case "\\":
                text.append(try self.escape(stringStart: start))
            case "\0"..<" ":
                throw self.failure("Invalid control character at")
            default:
                text.append(scalar)
                self.position += 1
            }
        }
        throw self.failure("Unterminated string starting at", at: start)
    }

    private mutating func escape(stringStart: Int) throws(Failure) -> Unicode.Scalar {
        let start = self.position
        self.position += 1
        let escapes: [Unicode.Scalar: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        ]
        guard let letter = self.current else { throw self.failure("Unterminated string starting at", at: stringStart) }
        self.position += 1
        if let scalar = escapes[letter] { return scalar }
        guard letter == "u" else { throw self.failure("Invalid \\escape", at: start) }
        let unit = try self.codeUnit()
        guard (0xD800...0xDBFF).contains(unit), self.scalars[self.position...].starts(with: ["\\", "u"]) else {
            // Half of a pair is no character.
            return Unicode.Scalar(unit) ?? "\u{FFFD}"
        }
        let pairStart = self.position
        self.position += 2
        let low = try self.codeUnit()
        guard (0xDC00...0xDFFF).contains(low) else {
            self.position = pairStart
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() throws(Failure) -> UInt32 {
        let digits = self.scalars[self.position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }),
            let unit = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
        else { throw self.failure("Invalid \\uXXXX escape") }
        self.position += 4
        return unit
    }
}
