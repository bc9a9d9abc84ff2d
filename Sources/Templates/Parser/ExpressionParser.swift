// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads an expression by recursive descent, one method per level of precedence.
struct ExpressionParser {
    /// Where the expression stands, which decides how a form the language lacks is refused.
    enum Place: Sendable { case output, block }

    let place: Place
    private let tokens: [Token]
    private var position = 0
    private(set) var depth: Int

    init(_ text: String, place: Place, depth: Int) throws(TemplateError) {
        var lexer = TokenLexer(text)
        self.tokens = try lexer.tokens()
        self.place = place
        self.depth = depth
    }

    // MARK: Tokens

    var current: Token { self.tokens[self.position] }

    private var following: Token { self.tokens[min(self.position + 1, self.tokens.count - 1)] }

    mutating func advance() {
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
    func unsupported(_ kind: String) -> TemplateError {
        switch self.place {
        case .output: TemplateError(.forbidden, "Invalid expression type: \(kind)(...)")
        case .block: TemplateError(.syntax, "invalid syntax: \(self.current.sourceText) is not part of the language")
        }
    }

    /// Counts a level of nesting while `read` reads what lies in it.
    mutating func nested<Result>(
        _ read: (inout ExpressionParser) throws(TemplateError) -> Result
    ) throws(TemplateError) -> Result {
        let limit = TemplateLimits.standard.nesting
        guard self.depth < limit else { throw .exceeded("\(limit) nested blocks and expressions") }
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

    mutating func disjunction() throws(TemplateError) -> Expression {
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
        var items: [Expression] = []
        while self.current != .symbol("]") {
            if self.take(":") {
                guard bounds.count < 3 else { throw self.unexpected("\"]\"") }
                bounds.append(nil)
            } else {
                guard bounds[bounds.count - 1] == nil else { throw self.unexpected("\"]\"") }
                bounds[bounds.count - 1] = try self.expression()
                if bounds.count == 1, let item = bounds[0], self.take(",") {
                    items.append(item)
                    bounds[0] = nil
                    continue
                }
                guard self.current == .symbol("]") || (self.current == .symbol(":") && items.isEmpty) else {
                    throw self.unexpected("\"]\"")
                }
            }
        }
        if bounds.count == 1 {
            if !items.isEmpty { return .tuple(items + bounds.compactMap { $0 }) }
            guard let index = bounds[0] else { throw self.unexpected("an index") }
            return index
        }
        return .slice(bounds[0], bounds[1], bounds.count > 2 ? bounds[2] : nil)
    }
}
