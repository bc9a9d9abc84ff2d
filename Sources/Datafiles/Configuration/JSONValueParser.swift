// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads a JSON text (RFC 8259) into a value.
struct JSONValueParser {
    private var scanner: TextScanner
    /// Configurations nest two or three levels.
    private var remainingDepth = 32

    static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONValueParser(scanner: TextScanner(text))
        let value = try parser.parseValue()
        parser.scanner.skipBlanks()
        guard parser.scanner.isAtEnd else { throw parser.failure("Expected the end of the file") }
        return value
    }

    private func failure(_ message: String) -> JSONSyntaxError {
        JSONSyntaxError(message: message, offset: self.scanner.position)
    }

    private mutating func parseValue() throws(JSONSyntaxError) -> JSONValue {
        self.scanner.skipBlanks()
        let offset = self.scanner.position
        return JSONValue(content: try self.parseContent(), offset: offset)
    }

    private mutating func parseContent() throws(JSONSyntaxError) -> JSONValue.Content {
        switch self.scanner.next {
        case "{": return .object(try self.nested { parser throws(JSONSyntaxError) in try parser.parseObject() })
        case "[": return .array(try self.nested { parser throws(JSONSyntaxError) in try parser.parseArray() })
        case "\"": return .string(try self.parseString())
        case let next? where next == "-" || next.isDigit: return .number(try self.parseNumber())
        default:
            if self.scanner.take("true") { return .bool(true) }
            if self.scanner.take("false") { return .bool(false) }
            if self.scanner.take("null") { return .null }
            throw self.failure("Expected a value: a string in double quotes, a number, true, false, null, [ or {")
        }
    }

    private mutating func nested<Content>(
        _ parse: (inout JSONValueParser) throws(JSONSyntaxError) -> Content
    ) throws(JSONSyntaxError) -> Content {
        guard self.remainingDepth > 0 else { throw self.failure("Too many objects and arrays inside each other") }
        self.remainingDepth -= 1
        defer { self.remainingDepth += 1 }
        self.scanner.position += 1
        return try parse(&self)
    }

    private mutating func parseObject() throws(JSONSyntaxError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if self.scanner.takePastBlanks("}") { return members }
        repeat {
            self.scanner.skipBlanks()
            guard self.scanner.next == "\"" else { throw self.failure("Expected a name in double quotes") }
            let name = try self.parseString()
            guard self.scanner.takePastBlanks(":") else { throw self.failure("Expected ':' behind the name") }
            members[name] = try self.parseValue()
        } while self.scanner.takePastBlanks(",")
        guard self.scanner.take("}") else { throw self.failure("Expected ',' or '}'") }
        return members
    }

    private mutating func parseArray() throws(JSONSyntaxError) -> [JSONValue] {
        var items: [JSONValue] = []
        if self.scanner.takePastBlanks("]") { return items }
        repeat { items.append(try self.parseValue()) } while self.scanner.takePastBlanks(",")
        guard self.scanner.take("]") else { throw self.failure("Expected ',' or ']'") }
        return items
    }

    private mutating func parseNumber() throws(JSONSyntaxError) -> String {
        let start = self.scanner.position
        while let next = self.scanner.next, next.isDigit || "+-.eE".unicodeScalars.contains(next) { self.scanner.position += 1 }
        let text = self.scanner.text(from: start)
        guard Double(text) != nil else {
            throw JSONSyntaxError(message: "Expected a number", offset: start)
        }
        return text
    }

    private mutating func parseString() throws(JSONSyntaxError) -> String {
        self.scanner.position += 1
        var string = String.UnicodeScalarView()
        while let next = self.scanner.next, next.value >= 0x20 {
            if self.scanner.take("\"") { return String(string) }
            if next == "\\" {
                string.append(try self.parseEscape())
            } else {
                string.append(next)
                self.scanner.position += 1
            }
        }
        throw self.failure("Expected '\"': a string ends on its line")
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
    ]

    private mutating func parseEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        if let unit = self.takeUnit() {
            // Half of a pair is no scalar of its own.
            guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
            let start = self.scanner.position
            if let low = self.takeUnit(), (0xDC00..<0xE000).contains(low) {
                return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
            }
            self.scanner.position = start
            return "\u{FFFD}"
        }
        self.scanner.position += 1
        guard let next = self.scanner.next, let scalar = Self.escapes[next] else {
            throw self.failure("Expected an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits")
        }
        self.scanner.position += 1
        return scalar
    }

    /// Passes `\u` with its four hexadecimal digits, if that stands here.
    private mutating func takeUnit() -> UInt32? {
        guard self.scanner.lookingAt("\\u") else { return nil }
        let digits = self.scanner.scalars.dropFirst(self.scanner.position + 2).prefix(4)
        guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        self.scanner.position += 6
        return UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
    }
}
