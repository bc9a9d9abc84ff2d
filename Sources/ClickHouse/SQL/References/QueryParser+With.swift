// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// WITH name AS (SELECT …), expression AS name, …
    mutating func with() throws(SQLSyntaxError) {
        let usesBefore = self.scope.useCount
        try self.cursor.expect(.with)
        let isRecursive = self.cursor.take(.recursive)
        var count = 0
        repeat {
            count += 1
            try self.checkCount(ofNames: count)
            if self.isAtCommonTable {
                try self.commonTable(usesBefore: usesBefore, isRecursive: isRecursive)
            } else {
                try self.withExpression()
            }
        } while self.cursor.take(.comma) && !self.cursor.isAt(.select)
    }

    func checkCount(ofNames count: Int) throws(SQLSyntaxError) {
        guard count <= SQLLimits.maximumNamesPerWith else {
            throw self.cursor.error("WITH defines more than \(SQLLimits.maximumNamesPerWith) names")
        }
    }

    /// Whether `name [(column, …)] AS [MATERIALIZED] (` stands here; an expression's alias is never followed by a bracket.
    private var isAtCommonTable: Bool {
        var ahead = self.cursor
        guard ahead.isAtIdentifier() else { return false }
        ahead.index += 1
        if ahead.take(.openRound) {
            while ahead.isAtIdentifier(), ahead.isAt(.comma, 1) { ahead.index += 2 }
            ahead.index += 1
            guard ahead.take(.closeRound) else { return false }
        }
        guard ahead.take(.as) else { return false }
        if ahead.isAt(.materialized), ahead.isAt(.openRound, 1) { return true }
        return ahead.isAt(.openRound)
    }

    private mutating func commonTable(usesBefore: Int, isRecursive: Bool) throws(SQLSyntaxError) {
        if self.cursor.isAt(.select) { throw self.cursor.unexpected("the name of a common table expression") }
        let token = self.cursor.index
        let name = try self.cursor.name(at: token)
        guard !self.scope.isDefinedHere(name) else { throw self.cursor.error("`\(name)` is defined twice in the same WITH") }
        // The engine looks up the names in a common table's body where the table is read, not where it is defined. A name that has
        // changed its meaning on the way there could lead it past the common table to a real one.
        guard !self.scope.isTable(name) else {
            throw self.cursor.error("`\(name)` is defined by a WITH around this one; give one of them another name")
        }
        guard !self.scope.isUsed(name, after: usesBefore) else {
            throw self.cursor.error("`\(name)` is used in this WITH before it is defined; define it first")
        }
        self.cursor.index += 1
        if self.cursor.isAt(.openRound) { try self.columnAliases() }
        try self.cursor.expect(.as)
        _ = self.cursor.take(.materialized)
        if isRecursive { return try self.recursiveQuery(defining: name) }
        guard case .subquery = try self.bracketed() else { throw self.cursor.error("`\(name)` must be a query in brackets", at: token) }
        // Only now, so that its own name means a table in its body.
        self.scope.defineTable(name)
    }

    /// The body behind WITH RECURSIVE: its own name means a table in the first select, and what has been found so far in those after
    /// it.
    private mutating func recursiveQuery(defining name: String) throws(SQLSyntaxError) {
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.openRound)
            let first = try parser.queryElement()
            parser.scope.defineTable(name)
            _ = try parser.queryTail(after: first)
            try parser.cursor.expect(.closeRound)
        }
    }

    private mutating func withExpression() throws(SQLSyntaxError) {
        let operand = try self.expression()
        // A backslash would make the name uncertain; then it is none.
        guard let alias = try self.alias(of: operand, allowsBare: false), let name = try? self.cursor.name(at: alias) else { return }
        if case .lambda = operand { self.scope.defineLambda(name) }
        self.scope.defineScalar(name)
    }
}
