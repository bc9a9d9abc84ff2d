// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// Selects joined by UNION, EXCEPT and INTERSECT, each possibly in brackets.
    ///
    /// The engine copies the WITH of a first select to those after it: all of it to one without a WITH of its own, the expressions
    /// only to one that has one. Returns what a single select defined, since brackets around it do not hide it.
    @discardableResult
    mutating func query(inheriting inherited: CommonTableScope.Frame? = nil) throws(SQLSyntaxError) -> CommonTableScope.Frame? {
        let first = try self.queryElement(inheriting: inherited)
        return try self.queryTail(after: first, inheriting: inherited)
    }

    /// The rest of a query whose first element has been read.
    mutating func queryTail(
        after first: CommonTableScope.Frame?, inheriting inherited: CommonTableScope.Frame? = nil
    ) throws(SQLSyntaxError) -> CommonTableScope.Frame? {
        guard self.isAtSetOperation else { return first }
        var handedDown = inherited ?? first
        if inherited != nil, let first {
            // What comes from further out was copied first; after that there is a WITH, which gets the expressions only.
            handedDown?.scalars.formUnion(first.scalars)
            handedDown?.lambdas.formUnion(first.lambdas)
            try self.checkCount(ofNames: handedDown?.scalars.count ?? 0)
        }
        while self.isAtSetOperation {
            self.cursor.index += 1
            _ = self.cursor.take(anyOf: [.all, .distinct])
            _ = try self.queryElement(inheriting: handedDown)
        }
        return nil
    }

    var isAtSetOperation: Bool { self.cursor.isAt(.union) || self.cursor.isAt(.except) || self.cursor.isAt(.intersect) }

    /// Whether a query, not an expression, begins here.
    var isAtQuery: Bool {
        switch self.cursor.keyword() {
        case .select: true
        // Columns may bear these names.
        case .with, .from:
            self.cursor.isAtIdentifier(1) || self.cursor.isAt(.openRound, 1) || self.cursor.isAt(.openSquare, 1)
                || self.cursor.kind(1) == .string || self.cursor.kind(1) == .number
        default: false
        }
    }

    mutating func queryElement(
        inheriting inherited: CommonTableScope.Frame? = nil
    ) throws(SQLSyntaxError) -> CommonTableScope.Frame? {
        try self.nested { parser throws(SQLSyntaxError) in
            guard parser.cursor.take(.openRound) else { return try parser.select(inheriting: inherited) }
            let frame = try parser.query(inheriting: inherited)
            try parser.cursor.expect(.closeRound)
            return frame
        }
    }

    private mutating func select(inheriting inherited: CommonTableScope.Frame?) throws(SQLSyntaxError) -> CommonTableScope.Frame? {
        self.queryDepth += 1
        defer { self.queryDepth -= 1 }
        let hasWith = self.cursor.isAt(.with)
        let inherited = inherited ?? CommonTableScope.Frame()
        self.scope.push(hasWith ? CommonTableScope.Frame(scalars: inherited.scalars, lambdas: inherited.lambdas) : inherited)
        self.scope.push()
        if hasWith { try self.with() }

        var sources: TableSources?
        if self.cursor.take(.from) { sources = try self.tables() }
        if self.cursor.take(.select) {
            try self.selectList()
        } else if sources == nil {
            throw self.cursor.unexpected("SELECT")
        }
        if sources == nil, self.cursor.take(.from) { sources = try self.tables() }
        try self.clauses(over: sources ?? TableSources())

        let frame = self.scope.pop()
        _ = self.scope.pop()
        return hasWith ? frame : nil
    }

    private mutating func selectList() throws(SQLSyntaxError) {
        _ = self.cursor.take(.all)
        if self.cursor.take(.distinct, .on) {
            try self.bracketedList()
        } else {
            _ = self.cursor.take(.distinct)
        }
        if self.cursor.isAt(.top), self.cursor.kind(1) == .number || (self.cursor.isAt(.openRound, 1) && self.cursor.kind(2) == .number) {
            self.cursor.index += 1
            try self.limitCount()
            _ = self.cursor.take(.with, .ties)
            self.noteLimit()
        }
        repeat {
            try self.aliasedExpression(allowsBareAlias: true)
        } while self.takeCommaBeforeColumn()
    }

    private mutating func limitCount() throws(SQLSyntaxError) {
        let isBracketed = self.cursor.take(.openRound)
        try self.cursor.expect(.number, called: "a number")
        if isBracketed { try self.cursor.expect(.closeRound) }
    }

    mutating func noteLimit() {
        if self.queryDepth == 1 { self.analysis.hasLimit = true }
    }

    /// Takes a comma and tells whether a column follows; `SELECT a, FROM t` has a comma too many, `SELECT a, from FROM t` has not.
    private mutating func takeCommaBeforeColumn() -> Bool {
        guard self.cursor.take(.comma) else { return false }
        if self.cursor.isAtEnd || self.cursor.isAt(.semicolon) { return false }
        guard self.cursor.isAt(.from) else { return true }
        var ahead = self
        ahead.cursor.index += 1
        let isColumn: [SQLSymbol] = [.comma, .dot, .openSquare, .doubleColon]
        return isColumn.contains { ahead.cursor.isAt($0) } || ahead.cursor.isAt(.from) || ahead.cursor.isAt(.as)
            || ahead.takeOperator() != nil
    }
}
