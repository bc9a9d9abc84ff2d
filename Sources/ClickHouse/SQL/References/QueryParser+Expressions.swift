// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// What may stand between two operands, as far as it matters.
    enum Operator {
        /// [GLOBAL] [NOT] IN
        case membership
        /// Binds tighter than IN, so that the operand before it is no table.
        case arithmetic
        /// `->`
        case arrow
        case other
        /// IS NULL and the like, which take no second operand.
        case postfix
    }

    mutating func expressionList() throws(SQLSyntaxError) {
        repeat {
            try self.aliasedExpression()
        } while self.cursor.take(.comma)
    }

    /// (expression, …)
    mutating func bracketedList() throws(SQLSyntaxError) {
        guard self.cursor.isAt(.openRound) else { throw self.cursor.unexpected("`(`") }
        _ = try self.bracketed()
    }

    /// An expression with an optional alias; returns the token of the alias.
    @discardableResult
    mutating func aliasedExpression(allowsBareAlias: Bool = false) throws(SQLSyntaxError) -> Int? {
        let operand = try self.expression()
        return try self.alias(of: operand, allowsBare: allowsBareAlias)
    }

    mutating func alias(of operand: Operand, allowsBare: Bool) throws(SQLSyntaxError) -> Int? {
        // `SELECT from t`: the engine takes no word behind a column of this name for its alias.
        let allowsBare = allowsBare && !(self.cursor.keyword(-1) == .from && self.cursor.kind(-1) == .word)
        let isAnnounced = self.cursor.take(.as)
        guard isAnnounced || (allowsBare && self.cursor.isAtIdentifier() && !self.isAtNoAlias) else { return nil }
        let token = self.cursor.index
        try self.cursor.expectIdentifier("an alias")
        try self.noteAlias(of: operand, at: token)
        return token
    }

    mutating func noteAlias(of operand: Operand, at token: Int) throws(SQLSyntaxError) {
        switch operand {
        case .name(let path):
            self.nameAliases.insert(try self.cursor.name(at: token))
            self.renamedNames[try self.cursor.name(at: path.lowerBound)] = token
        case .lambda:
            self.analysis.lambdas.insert(try self.cursor.name(at: token))
        case .subquery, .other:
            break
        }
    }

    /// An expression inside brackets, where an alias may be followed by more of it: `(a AS b + 1)`.
    @discardableResult
    mutating func element(after first: Operand? = nil, stopsAtIn: Bool = false) throws(SQLSyntaxError) -> Operand {
        let operand = try self.expression(after: first, stopsAtIn: stopsAtIn)
        guard try self.alias(of: operand, allowsBare: false) != nil else { return operand }
        return try self.expression(after: operand, stopsAtIn: stopsAtIn)
    }

    var isAtNoAlias: Bool { self.cursor.keyword().map(SQLKeyword.noAlias.contains) ?? false }

    /// Operands and operators in turn. Precedence is left to the engine.
    @discardableResult
    mutating func expression(after first: Operand? = nil, stopsAtIn: Bool = false) throws(SQLSyntaxError) -> Operand {
        var result: Operand
        var isLambda = false
        if let first { result = first } else { result = try self.operand() }
        while !(stopsAtIn && self.cursor.isAt(.in)), let found = self.takeOperator() {
            if case .postfix = found {
                result = .other
                continue
            }
            if case .arrow = found {
                isLambda = true
                if case .name(let path) = result { self.lambdaParameters.insert(try self.cursor.name(at: path.lowerBound)) }
            }
            let right = try self.operand()
            if case .membership = found, !self.isAtArithmetic { try self.noteMembership(right) }
            result = .other
        }
        // The arrow binds loosest: whatever stands behind it belongs to the function's body.
        return isLambda ? .lambda : result
    }

    private var isAtArithmetic: Bool {
        var ahead = self
        if case .arithmetic = ahead.takeOperator() { return true }
        return false
    }

    /// The right side of IN, or of a function that means the same: a name there is a table.
    mutating func noteMembership(_ operand: Operand) throws(SQLSyntaxError) {
        guard case .name(let path) = operand else { return }
        let reference = try self.reference(to: path, .in)
        if reference.database == nil {
            self.membershipNames[reference.name] = path.lowerBound
            // The engine tries an expression of that name first.
            if self.scope.isScalar(reference.name) { return self.scope.use(reference.name) }
        }
        self.note(reference)
    }

    /// Takes the operator here, if there is one; words are operators only where an operand has ended.
    mutating func takeOperator() -> Operator? {
        switch self.cursor.kind() {
        case .symbol(let symbol): return self.takeOperator(symbol)
        case .word: return self.takeWordOperator()
        default: return nil
        }
    }

    private mutating func takeOperator(_ symbol: SQLSymbol) -> Operator? {
        switch symbol {
        case .concatenation, .plus, .minus, .asterisk, .slash, .percent:
            self.cursor.index += 1
            return .arithmetic
        case .equals, .notEquals, .less, .lessOrEquals, .greater, .greaterOrEquals, .spaceship, .question, .colon:
            self.cursor.index += 1
            return .other
        case .arrow:
            self.cursor.index += 1
            return .arrow
        default:
            return nil
        }
    }

    private mutating func takeWordOperator() -> Operator? {
        if self.cursor.take(.mod) || self.cursor.take(.div) { return .arithmetic }
        if self.cursor.take(.in) || self.cursor.take(.not, .in) || self.cursor.take(.global, .in) || self.cursor.take(.global, .not, .in) {
            return .membership
        }
        if self.cursor.take(anyOf: [.and, .or, .like, .ilike, .regexp, .between]) != nil { return .other }
        if self.cursor.take(.not, .like) || self.cursor.take(.not, .ilike) || self.cursor.take(.not, .between) { return .other }
        if self.cursor.isAt(.escape), self.cursor.kind(1) == .string {
            self.cursor.index += 2
            return .postfix
        }
        return self.takeIs()
    }

    /// IS [NOT] NULL | TRUE | FALSE | UNKNOWN | DISTINCT FROM
    private mutating func takeIs() -> Operator? {
        guard self.cursor.isAt(.is) else { return nil }
        let test = self.cursor.keyword(1) == .not ? 2 : 1
        switch self.cursor.keyword(test) {
        case .null, .true, .false, .unknown:
            self.cursor.index += test + 1
            return .postfix
        case .distinct where self.cursor.keyword(test + 1) == .from:
            self.cursor.index += test + 2
            return .other
        default:
            return nil
        }
    }
}
