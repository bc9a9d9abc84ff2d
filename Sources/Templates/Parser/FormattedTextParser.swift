// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads the inside of an f-string: text, and fields `{expression!r:format}`.
struct FormattedTextParser {
    private let scalars: [Unicode.Scalar]
    private let isRaw: Bool
    private let place: ExpressionParser.Place
    private let depth: Int
    private var position = 0

    init(_ content: String, isRaw: Bool, place: ExpressionParser.Place, depth: Int) {
        self.scalars = Array(content.unicodeScalars)
        self.isRaw = isRaw
        self.place = place
        self.depth = depth
    }

    consuming func parts() throws(TemplateError) -> [Expression.FormattedPart] { try self.parts(inFormat: false) }

    private var current: Unicode.Scalar? { self.position < self.scalars.count ? self.scalars[self.position] : nil }

    private func lookingAt(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        self.position + 1 < self.scalars.count && self.scalars[self.position] == first && self.scalars[self.position + 1] == second
    }

    /// Inside a format, `}` ends it and fields hold no formats of their own.
    private mutating func parts(inFormat: Bool) throws(TemplateError) -> [Expression.FormattedPart] {
        var parts: [Expression.FormattedPart] = []
        var text = String.UnicodeScalarView()
        while let scalar = self.current, !(inFormat && scalar == "}") {
            if self.lookingAt("{", "{") && !inFormat || self.lookingAt("}", "}") {
                text.append(scalar)
                self.position += 2
            } else if scalar == "{" {
                parts.append(.text(try self.plain(text)))
                text = String.UnicodeScalarView()
                parts.append(try self.field(inFormat: inFormat))
            } else if scalar == "}" {
                throw TemplateError(.syntax, "invalid syntax: f-string: single '}' is not allowed")
            } else {
                text.append(scalar)
                self.position += 1
            }
        }
        return parts + [.text(try self.plain(text))]
    }

    private func plain(_ text: String.UnicodeScalarView) throws(TemplateError) -> String {
        self.isRaw ? String(text) : try StringEscapes.undone(in: String(text))
    }

    private mutating func field(inFormat: Bool) throws(TemplateError) -> Expression.FormattedPart {
        self.position += 1
        var parser = try ExpressionParser(self.takeExpression(), place: self.place, depth: self.depth)
        let value = try parser.wholeExpression()
        var usesLiteral = false
        if self.current == "!" {
            guard self.lookingAt("!", "r") || self.lookingAt("!", "s") || self.lookingAt("!", "a") else { throw self.unclosed }
            usesLiteral = !self.lookingAt("!", "s")
            self.position += 2
        }
        var format: [Expression.FormattedPart] = []
        if self.current == ":" {
            guard !inFormat else { throw TemplateError(.syntax, "invalid syntax: f-string: expressions nested too deeply") }
            self.position += 1
            format = try self.parts(inFormat: true)
        }
        guard self.current == "}" else { throw self.unclosed }
        self.position += 1
        return .field(value, usesLiteral: usesLiteral, format: format)
    }

    /// The text up to the `!`, `:` or `}` that ends the expression, outside brackets and strings.
    private mutating func takeExpression() throws(TemplateError) -> String {
        var expression = String.UnicodeScalarView()
        var openBrackets = 0
        var quote: Unicode.Scalar?
        while let scalar = self.current {
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "'" || scalar == "\"" {
                quote = scalar
            } else if "([{".unicodeScalars.contains(scalar) {
                openBrackets += 1
            } else if openBrackets > 0 {
                if ")]}".unicodeScalars.contains(scalar) { openBrackets -= 1 }
            } else if scalar == "}" || scalar == ":" || (scalar == "!" && !self.lookingAt("!", "=")) {
                return String(expression)
            }
            expression.append(scalar)
            self.position += 1
        }
        throw self.unclosed
    }

    private var unclosed: TemplateError { TemplateError(.syntax, "invalid syntax: f-string: expecting '}'") }
}
