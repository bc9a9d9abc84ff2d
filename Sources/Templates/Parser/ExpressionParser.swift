// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads an expression by recursive descent, one method per level of precedence.
struct ExpressionParser {
    /// Where the expression stands, which decides how a form the language lacks is refused.
    enum Place: Sendable { case output, block }

    let place: Place
    private let tokens: [Token]
    private var position = 0
    private var depth: Int

    init(_ text: String, place: Place, depth: Int = 0) throws(TemplateError) {
        var lexer = TokenLexer(text)
        self.tokens = try lexer.tokens()
        self.place = place
        self.depth = depth
    }

    // MARK: Tokens

    var current: Token { self.tokens[self.position] }

    private var following: Token { self.tokens[min(self.position + 1, self.tokens.count - 1)] }

    private mutating func advance() {
        if self.position < self.tokens.count - 1 { self.position += 1 }
    }

    mutating func take(_ symbol: String) -> Bool {
        guard self.current == .symbol(symbol) else { return false }
        self.advance()
        return true
    }

    mutating func take(word: String) -> Bool {
        guard self.current == .name(word) else { return false }
        self.advance()
        return true
    }

    mutating func expect(_ symbol: String) throws(TemplateError) {
        guard self.take(symbol) else { throw self.unexpected("\"\(symbol)\"") }
    }

    /// Refuses anything after the expression.
    func expectEnd() throws(TemplateError) {
        guard self.current == .end else { throw self.unexpected("the end of the expression") }
    }

    func unexpected(_ expected: String) -> TemplateError {
        TemplateError(.syntax, "invalid syntax: found \(self.current.sourceText) where \(expected) is expected")
    }

    /// Refuses a form the language does not have; `kind` is its name in the contract's messages.
    private func unsupported(_ kind: String) -> TemplateError {
        switch self.place {
        case .output: TemplateError(.forbidden, "Invalid expression type: \(kind)(...)")
        case .block: TemplateError(.syntax, "invalid syntax: \(self.current.sourceText) is not part of the language")
        }
    }

    /// Counts a level of nesting while `read` reads what lies in it.
    private mutating func nested<Result>(
        _ read: (inout ExpressionParser) throws(TemplateError) -> Result
    ) throws(TemplateError) -> Result {
        let limit = TemplateLimits.standard.nesting
        guard self.depth < limit else { throw .exceeded("\(limit) nested expressions") }
        self.depth += 1
        defer { self.depth -= 1 }
        return try read(&self)
    }

    // MARK: Levels of precedence, the loosest first

    /// The whole text as one expression.
    mutating func wholeExpression() throws(TemplateError) -> Expression {
        let expression = try self.expression()
        if self.current == .symbol("="), self.place == .output { throw self.unsupported("Assign") }
        if self.current == .symbol(":="), self.place == .output { throw self.unsupported("NamedExpr") }
        try self.expectEnd()
        return expression
    }

    /// Expressions divided by commas, which make a tuple.
    mutating func expressionList() throws(TemplateError) -> Expression {
        let first = try self.expression()
        guard self.current == .symbol(",") else { return first }
        var items = [first]
        while self.take(",") {
            guard self.startsExpression else { break }
            items.append(try self.expression())
        }
        return .tuple(items)
    }

    private var startsExpression: Bool {
        switch self.current {
        case .end: false
        case .symbol(let symbol): ["(", "[", "{", "-", "+", "~"].contains(symbol)
        case .name(let name): !["in", "if", "else", "for", "and", "or", "is"].contains(name)
        default: true
        }
    }

    mutating func expression() throws(TemplateError) -> Expression {
        try self.nested { parser throws(TemplateError) in
            let value = try parser.disjunction()
            guard parser.take(word: "if") else { return value }
            let condition = try parser.disjunction()
            guard parser.take(word: "else") else { throw parser.unexpected("\"else\"") }
            return .conditional(value, condition: condition, otherwise: try parser.expression())
        }
    }

    private mutating func disjunction() throws(TemplateError) -> Expression {
        var operands = [try self.conjunction()]
        while self.take(word: "or") { operands.append(try self.conjunction()) }
        return operands.count == 1 ? operands[0] : .or(operands)
    }

    private mutating func conjunction() throws(TemplateError) -> Expression {
        var operands = [try self.negation()]
        while self.take(word: "and") { operands.append(try self.negation()) }
        return operands.count == 1 ? operands[0] : .and(operands)
    }

    private mutating func negation() throws(TemplateError) -> Expression {
        guard self.take(word: "not") else { return try self.comparison() }
        return .unary(.not, try self.nested { parser throws(TemplateError) in try parser.negation() })
    }

    private mutating func comparison() throws(TemplateError) -> Expression {
        let first = try self.arithmetic(level: 0)
        var comparisons: [Expression.Comparison] = []
        while let symbol = self.takeComparisonOperator() {
            comparisons.append(Expression.Comparison(symbol: symbol, operand: try self.arithmetic(level: 0)))
        }
        return comparisons.isEmpty ? first : .comparison(first, comparisons)
    }

    private mutating func takeComparisonOperator() -> ComparisonOperator? {
        switch self.current {
        case .symbol(let symbol):
            guard let found = ComparisonOperator(rawValue: symbol) else { return nil }
            self.advance()
            return found
        case .name("not") where self.following == .name("in"):
            self.advance()
            self.advance()
            return .notIn
        case .name("in"):
            self.advance()
            return .in
        case .name("is"):
            self.advance()
            return self.take(word: "not") ? .isNot : .is
        default:
            return nil
        }
    }

    /// Operators that associate to the left, from the loosest level to the tightest.
    private static let arithmeticLevels: [[String: BinaryOperator]] = [
        ["|": .bitOr], ["^": .bitXor], ["&": .bitAnd], ["<<": .shiftLeft, ">>": .shiftRight], ["+": .add, "-": .subtract],
        ["*": .multiply, "/": .divide, "//": .floorDivide, "%": .remainder, "@": .matrixMultiply],
    ]

    private mutating func arithmetic(level: Int) throws(TemplateError) -> Expression {
        guard level < Self.arithmeticLevels.count else { return try self.factor() }
        let first = try self.arithmetic(level: level + 1)
        var operations: [Expression.Operation] = []
        while case .symbol(let text) = self.current, let symbol = Self.arithmeticLevels[level][text] {
            self.advance()
            operations.append(Expression.Operation(symbol: symbol, operand: try self.arithmetic(level: level + 1)))
        }
        return operations.isEmpty ? first : .arithmetic(first, operations)
    }

    private mutating func factor() throws(TemplateError) -> Expression {
        let signs: [String: UnaryOperator] = ["-": .minus, "+": .plus, "~": .invert]
        if case .symbol(let text) = self.current, let sign = signs[text] {
            self.advance()
            return .unary(sign, try self.nested { parser throws(TemplateError) in try parser.factor() })
        }
        let base = try self.postfix()
        guard self.take("**") else { return base }
        let exponent = try self.nested { parser throws(TemplateError) in try parser.factor() }
        return .arithmetic(base, [Expression.Operation(symbol: .power, operand: exponent)])
    }

    /// A value followed by calls, subscripts and attributes.
    mutating func postfix() throws(TemplateError) -> Expression {
        var value = try self.primary()
        var length = 0
        while true {
            if self.take("(") {
                value = .call(value, try self.arguments())
            } else if self.take("[") {
                value = .subscripted(value, try self.subscriptIndex())
                try self.expect("]")
            } else if self.take(".") {
                value = .attribute(value, try self.name("the name of a method"))
            } else {
                return value
            }
            length += 1
            let limit = TemplateLimits.standard.nesting
            guard length < limit else { throw .exceeded("\(limit) calls in one chain") }
        }
    }

    mutating func name(_ expected: String) throws(TemplateError) -> String {
        guard case .name(let name) = self.current, !Token.keywords.contains(name) else { throw self.unexpected(expected) }
        self.advance()
        return name
    }

    private mutating func arguments() throws(TemplateError) -> [Expression.Argument] {
        var arguments: [Expression.Argument] = []
        while !self.take(")") {
            if self.current == .symbol("*") { throw self.unsupported("Starred") }
            if self.current == .symbol("**") {
                throw TemplateError(.forbidden, "** cannot be used in the arguments of a call: name each argument")
            }
            if case .name(let name) = self.current, self.following == .symbol("=") {
                let keyword = try self.name("the name of an argument")
                self.advance()
                guard !arguments.contains(where: { $0.name == keyword }) else {
                    throw TemplateError(.syntax, "invalid syntax: keyword argument repeated: \(name)")
                }
                arguments.append(Expression.Argument(name: keyword, value: try self.expression()))
            } else {
                guard arguments.last?.name == nil else {
                    throw TemplateError(.syntax, "invalid syntax: positional argument follows keyword argument")
                }
                let value = try self.expression()
                arguments.append(Expression.Argument(name: nil, value: try self.comprehension(.list, of: value) ?? value))
            }
            if self.take(",") { continue }
            guard self.current == .symbol(")") else { throw self.unexpected("\",\" or \")\"") }
        }
        return arguments
    }

    private mutating func subscriptIndex() throws(TemplateError) -> Expression {
        var bounds: [Expression?] = [nil]
        while self.current != .symbol("]") {
            if self.take(":") {
                guard bounds.count < 3 else { throw self.unexpected("\"]\"") }
                bounds.append(nil)
            } else {
                guard bounds[bounds.count - 1] == nil else { throw self.unexpected("\"]\"") }
                bounds[bounds.count - 1] = try self.expression()
                guard self.current == .symbol("]") || self.current == .symbol(":") else { throw self.unexpected("\"]\"") }
            }
        }
        if bounds.count == 1 {
            guard let index = bounds[0] else { throw self.unexpected("an index") }
            return index
        }
        return .slice(bounds[0], bounds[1], bounds.count > 2 ? bounds[2] : nil)
    }

    // MARK: Primaries

    private mutating func primary() throws(TemplateError) -> Expression {
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
    private mutating func comprehension(
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
