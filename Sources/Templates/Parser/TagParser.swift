// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads what stands in a tag after its word.
struct TagParser {
    /// How many blocks lie around the tag: expressions nest within the same limit.
    let depth: Int

    /// The condition of `if`, `elif` and `while`.
    func condition(_ text: String, tag: String) throws(TemplateError) -> Expression {
        var parser = try ExpressionParser(text, place: .block, depth: self.depth)
        let condition = try parser.expression()
        if parser.current == .symbol(":") || parser.current == .symbol(";") {
            throw TemplateError(.forbidden, "Invalid control block: \(tag.excerpt)")
        }
        try parser.expectEnd()
        try ExpressionCheck.check(condition, in: .block)
        return condition
    }

    /// `target in iterable`.
    func loop(_ text: String, tag: String) throws(TemplateError) -> (target: Expression.Target, iterable: Expression) {
        var parser = try ExpressionParser(text, place: .block, depth: self.depth)
        let target = try parser.loopTarget()
        guard parser.take(word: "in") else { throw parser.unexpected("\"in\"") }
        let iterable = try parser.expressionList()
        if parser.current == .symbol(":") || parser.current == .symbol(";") {
            throw TemplateError(.forbidden, "Invalid control block: \(tag.excerpt)")
        }
        try parser.expectEnd()
        for part in target.parts { try ExpressionCheck.check(part, in: .block) }
        try ExpressionCheck.check(iterable, in: .block)
        return (target, iterable)
    }

    /// `Type`, `(Type, Type)`, either `as name`, or nothing.
    func handler(_ text: String, tag: String) throws(TemplateError) -> (types: [String]?, name: String?) {
        guard !text.isEmpty else { return (nil, nil) }
        var parser = try ExpressionParser(text, place: .block, depth: self.depth)
        let expression = try parser.postfix()
        let name = parser.take(word: "as") ? try parser.name("a name for the failure") : nil
        if let name { try ExpressionCheck.checkName(name) }
        guard parser.current != .symbol(":") else { throw TemplateError(.forbidden, "Invalid control block: \(tag.excerpt)") }
        try parser.expectEnd()
        let items = if case .tuple(let items) = expression { items } else { [expression] }
        var types: [String] = []
        for item in items {
            guard case .name(let type) = item else {
                throw TemplateError(.syntax, "invalid syntax: \"\(tag.excerpt)\" names no kind of failure, such as Exception or ValueError")
            }
            types.append(type)
        }
        return (types, name)
    }

    /// What stands after `set`: assignments or a bare expression.
    func assignment(_ text: String) throws(TemplateError) -> Statement {
        let statement = try self.uncheckedAssignment(text)
        switch statement {
        case .assignment(let targets, let value):
            for part in targets.flatMap(\.parts) + [value] { try ExpressionCheck.check(part, in: .block) }
        case .update(let target, _, let value):
            for part in target.parts + [value] { try ExpressionCheck.check(part, in: .block) }
        case .evaluation(let value):
            try ExpressionCheck.check(value, in: .block)
        default:
            break
        }
        return statement
    }

    private static let updates: [String: BinaryOperator] = [
        "+=": .add, "-=": .subtract, "*=": .multiply, "/=": .divide, "//=": .floorDivide, "%=": .remainder, "**=": .power,
        "<<=": .shiftLeft, ">>=": .shiftRight, "&=": .bitAnd, "|=": .bitOr, "^=": .bitXor,
    ]

    private static let statementWords: Set<String> = [
        "import", "from", "del", "pass", "return", "raise", "assert", "global", "nonlocal", "if", "for", "while", "with", "def", "class",
        "try",
        "async", "break", "continue",
    ]

    private func uncheckedAssignment(_ text: String) throws(TemplateError) -> Statement {
        var parser = try ExpressionParser(text, place: .block, depth: self.depth)
        let refused = TemplateError(.forbidden, "Invalid set statement: \(text.excerpt)")
        if case .name(let word) = parser.current, Self.statementWords.contains(word) { throw refused }
        var value = try parser.expressionList()
        if case .symbol(let symbol) = parser.current, let update = Self.updates[symbol] {
            let target = try parser.target(of: value)
            if case .unpacked = target { throw refused }
            _ = parser.take(symbol)
            let operand = try parser.expressionList()
            guard parser.current != .symbol(";") else { throw refused }
            try parser.expectEnd()
            return .update(target, update, operand)
        }
        var targets: [Expression.Target] = []
        while parser.take("=") {
            targets.append(try parser.target(of: value))
            value = try parser.expressionList()
        }
        if parser.current == .symbol(";") || parser.current == .symbol(":") { throw refused }
        try parser.expectEnd()
        return targets.isEmpty ? .evaluation(value) : .assignment(targets, value)
    }
}
