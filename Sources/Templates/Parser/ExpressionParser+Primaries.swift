// Part of Martlet. Apache License 2.0; see LICENSE.

extension ExpressionParser {
    /// What no operator divides.
    mutating func primary() throws(TemplateError) -> Expression {
        switch self.current {
        case .integer(let number):
            self.advance()
            return .constant(.integer(number))
        case .float(let number):
            self.advance()
            return .constant(.float(number))
        case .text, .formatted:
            return try self.strings()
        case .unsupportedConstant(let text):
            throw TemplateError(self.place == .output ? .forbidden : .syntax, "Invalid Constant: \(text)")
        case .name(let name):
            return try self.nameOrKeyword(name)
        case .symbol("("):
            self.advance()
            return try self.parenthesized()
        case .symbol("["):
            self.advance()
            return try self.listDisplay()
        case .symbol("{"):
            self.advance()
            return try self.braceDisplay()
        case .symbol("*"):
            throw self.unsupported("Starred")
        default:
            throw self.unexpected("a value")
        }
    }

    private mutating func nameOrKeyword(_ name: String) throws(TemplateError) -> Expression {
        let constants: [String: TemplateValue] = ["True": .boolean(true), "False": .boolean(false), "None": .none]
        if let constant = constants[name] {
            self.advance()
            return .constant(constant)
        }
        if let kind = Self.unsupportedKeywords[name] {
            // What one may not even write is told apart from what is misspelt.
            if kind == "Yield" || kind == "Await" { throw TemplateError(.forbidden, "Invalid expression type: \(kind)(...)") }
            throw self.unsupported(kind)
        }
        guard !Token.keywords.contains(name) else { throw self.unexpected("a value") }
        self.advance()
        return .name(name)
    }

    private static let unsupportedKeywords = [
        "lambda": "Lambda", "yield": "Yield", "await": "Await", "import": "Import", "del": "Delete", "pass": "Pass", "return": "Return",
        "raise": "Raise", "assert": "Assert", "global": "Global", "nonlocal": "Nonlocal",
    ]

    /// Adjacent string literals, which join.
    private mutating func strings() throws(TemplateError) -> Expression {
        var parts: [Expression.FormattedPart] = []
        var isFormatted = false
        while true {
            switch self.current {
            case .text(let text):
                parts.append(.text(text))
            case .formatted(let content, let isRaw):
                isFormatted = true
                parts += try self.nested { parser throws(TemplateError) in
                    try FormattedTextParser(content, isRaw: isRaw, place: parser.place, depth: parser.depth).parts()
                }
            default:
                guard !isFormatted else { return .formatted(parts) }
                let texts = parts.compactMap { part in if case .text(let text) = part { text } else { nil } }
                return .constant(.text(texts.joined()))
            }
            self.advance()
        }
    }

    private mutating func parenthesized() throws(TemplateError) -> Expression {
        if self.take(")") { return .tuple([]) }
        let first = try self.expression()
        if let generator = try self.comprehension(.list, of: first) {
            try self.expect(")")
            return generator
        }
        guard self.current == .symbol(",") else {
            if self.current == .symbol(":=") { throw self.unsupported("NamedExpr") }
            try self.expect(")")
            return first
        }
        return .tuple([first] + (try self.remainingItems(until: ")")))
    }

    private mutating func listDisplay() throws(TemplateError) -> Expression {
        if self.take("]") { return .list([]) }
        let first = try self.expression()
        if let comprehension = try self.comprehension(.list, of: first) {
            try self.expect("]")
            return comprehension
        }
        return .list([first] + (try self.remainingItems(until: "]")))
    }

    private mutating func braceDisplay() throws(TemplateError) -> Expression {
        if self.take("}") { return .dictionary([]) }
        if self.current == .symbol("**") { throw self.unsupported("Dict") }
        let first = try self.expression()
        guard self.take(":") else {
            if let comprehension = try self.comprehension(.set, of: first) {
                try self.expect("}")
                return comprehension
            }
            return .set([first] + (try self.remainingItems(until: "}")))
        }
        let value = try self.expression()
        if let comprehension = try self.comprehension(.dictionary(value: value), of: first) {
            try self.expect("}")
            return comprehension
        }
        var entries = [Expression.Entry(key: first, value: value)]
        while !self.take("}") {
            try self.expect(",")
            if self.take("}") { break }
            let key = try self.expression()
            try self.expect(":")
            entries.append(Expression.Entry(key: key, value: try self.expression()))
        }
        return .dictionary(entries)
    }

    private mutating func remainingItems(until closer: String) throws(TemplateError) -> [Expression] {
        var items: [Expression] = []
        while !self.take(closer) {
            try self.expect(",")
            if self.take(closer) { break }
            items.append(try self.expression())
        }
        return items
    }

    /// The clauses after the element of a comprehension; nil if there are none.
    mutating func comprehension(
        _ kind: Expression.Comprehension.Kind, of element: Expression
    ) throws(TemplateError) -> Expression? {
        guard self.current == .name("for") else { return nil }
        if self.place == .output { throw self.unsupported(kind.contractName) }
        var clauses: [Expression.Comprehension.Clause] = []
        while self.take(word: "for") {
            let target = try self.loopTarget()
            guard self.take(word: "in") else { throw self.unexpected("\"in\"") }
            let iterable = try self.disjunction()
            var conditions: [Expression] = []
            while self.take(word: "if") { conditions.append(try self.disjunction()) }
            clauses.append(Expression.Comprehension.Clause(target: target, iterable: iterable, conditions: conditions))
            let limit = TemplateLimits.standard.nesting
            guard clauses.count <= limit else { throw .exceeded("\(limit) nested loops") }
        }
        return .comprehension(Expression.Comprehension(kind: kind, element: element, clauses: clauses))
    }
}

extension Expression.Comprehension.Kind {
    fileprivate var contractName: String {
        switch self {
        case .list: "ListComp"
        case .set: "SetComp"
        case .dictionary: "DictComp"
        }
    }
}
