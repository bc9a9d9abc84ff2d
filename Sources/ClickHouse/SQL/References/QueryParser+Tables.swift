// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// What a FROM names itself, its sub-queries apart.
    struct TableSources {
        /// Where the tables begin.
        var tables: [Int] = []
        /// With sub-queries and table functions.
        var count = 0
        var hasArrayJoin = false

        mutating func add(_ table: TableReference?) {
            self.count += 1
            if let table { self.tables.append(table.range.lowerBound) }
        }
    }

    /// The tables of FROM with all that joins them.
    @discardableResult
    mutating func tables() throws(SQLSyntaxError) -> TableSources {
        var sources = TableSources()
        sources.add(try self.tableExpression(.from))
        while true {
            if self.cursor.take(.comma) {
                sources.add(try self.tableExpression(.from))
            } else if try self.arrayJoin() {
                sources.hasArrayJoin = true
                // A comma would belong to the list of arrays.
                if self.cursor.isAt(.comma) { throw self.cursor.unexpected("JOIN or the end of FROM") }
            } else if try !self.join(into: &sources) {
                return sources
            }
        }
    }

    private mutating func arrayJoin() throws(SQLSyntaxError) -> Bool {
        guard self.cursor.take(.array, .join) || self.cursor.take(.left, .array, .join) || self.cursor.take(.inner, .array, .join) else {
            return false
        }
        try self.expressionList()
        return true
    }

    private mutating func join(into sources: inout TableSources) throws(SQLSyntaxError) -> Bool {
        var modifiers: Set<SQLKeyword> = []
        while let modifier = self.cursor.take(anyOf: SQLKeyword.joinModifiers) { modifiers.insert(modifier) }
        guard self.cursor.take(.join) else {
            if modifiers.isEmpty { return false }
            throw self.cursor.unexpected("JOIN")
        }
        sources.add(try self.tableExpression(.join))
        if !modifiers.isDisjoint(with: [.cross, .paste, .natural]) { return true }
        if self.cursor.take(.using) {
            // The engine takes all names after USING for columns, brackets or not.
            let isBracketed = self.cursor.take(.openRound)
            try self.expressionList()
            if isBracketed { try self.cursor.expect(.closeRound) }
        } else {
            try self.cursor.expect(.on)
            try self.expression()
        }
        return true
    }

    /// A table, a table function, a query in brackets or joined tables in brackets, with alias, FINAL and SAMPLE; returns the table.
    mutating func tableExpression(_ position: TableReference.Position) throws(SQLSyntaxError) -> TableReference? {
        var reference: TableReference?
        if self.cursor.isAt(.openRound) {
            try self.bracketedTables()
        } else if self.cursor.isAtIdentifier(), self.cursor.isAt(.openRound, 1) {
            try self.tableFunction()
        } else {
            reference = try self.tableName(position)
        }
        let hasAlias = try self.tableAlias()
        if self.cursor.isAt(.openRound) { try self.columnAliases() }
        reference?.hasAlias = hasAlias
        if self.cursor.take(.final) { reference?.finalRange = self.cursor.range(of: self.cursor.index - 1..<self.cursor.index) }
        let sample = self.cursor.index
        if self.cursor.take(.sample) {
            try self.sampleRatio()
            if self.cursor.take(.offset) { try self.sampleRatio() }
            let range = self.cursor.range(of: sample..<self.cursor.index)
            reference?.sample = .init(name: String(decoding: self.cursor.bytes[range], as: UTF8.self), range: range)
        }
        if let reference { self.note(reference) }
        return reference
    }

    /// (SELECT …) or (t JOIN u …), which the engine reads as (SELECT * FROM t JOIN u …).
    private mutating func bracketedTables() throws(SQLSyntaxError) {
        var inside = self
        inside.cursor.index += 1
        if inside.isAtQuery {
            _ = try self.bracketed()
            return
        }
        if inside.cursor.isAt(.openRound) {
            let isQuery = try self.attempt { parser throws(SQLSyntaxError) in
                guard case .subquery = try parser.bracketed() else { throw parser.cursor.unexpected("a query in brackets") }
            }
            if isQuery { return }
        }
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.openRound)
            let sources = try parser.tables()
            guard sources.count > 1 || sources.hasArrayJoin else {
                throw parser.cursor.unexpected("a query or joined tables in the brackets")
            }
            try parser.cursor.expect(.closeRound)
        }
    }

    private mutating func tableName(_ position: TableReference.Position) throws(SQLSyntaxError) -> TableReference {
        let start = self.cursor.index
        try self.cursor.expectIdentifier("a table, a table function or a query in brackets")
        while self.cursor.isAt(.dot), self.cursor.isAtIdentifier(1) { self.cursor.index += 2 }
        // The engine takes it for a view with parameters, whatever follows.
        if self.cursor.index > start + 1, self.cursor.isAt(.openRound) {
            throw self.cursor.error("a table function has no database", at: start)
        }
        return try self.reference(to: start..<self.cursor.index, position)
    }

    /// A reference to the path that the tokens spell.
    func reference(to path: Range<Int>, _ position: TableReference.Position) throws(SQLSyntaxError) -> TableReference {
        guard path.count <= 3 else { throw self.cursor.error("a table has at most a database and a name", at: path.lowerBound) }
        let first = try self.cursor.name(at: path.lowerBound)
        return TableReference(
            range: self.cursor.range(of: path),
            database: path.count == 3 ? first : nil,
            name: path.count == 3 ? try self.cursor.name(at: path.upperBound - 1) : first,
            position: position)
    }

    mutating func note(_ reference: TableReference) {
        guard reference.database == nil else { return self.analysis.tables.append(reference) }
        self.scope.use(reference.name)
        if !self.scope.isTable(reference.name) { self.analysis.tables.append(reference) }
    }

    private mutating func tableFunction() throws(SQLSyntaxError) {
        let token = self.cursor.index
        let name = try self.cursor.name(at: token)
        let position = self.analysis.tableFunctions.count
        self.analysis.tableFunctions.append(FunctionReference(name: name, range: self.cursor.range(of: token..<token + 1)))
        self.cursor.index += 1
        let outer = self.scope.hide()
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.openRound)
            if name.lowercased() == "view" {
                try parser.query()
            } else if !parser.cursor.isAt(.closeRound) {
                parser.analysis.tableFunctions[position].arguments = try parser.arguments()
            }
            try parser.cursor.expect(.closeRound)
        }
        self.scope.unhide(outer)
    }

    /// expression, expression, …; where each of them stands.
    private mutating func arguments() throws(SQLSyntaxError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        repeat {
            let start = self.cursor.index
            try self.aliasedExpression()
            ranges.append(self.cursor.range(of: start..<self.cursor.index))
        } while self.cursor.take(.comma)
        return ranges
    }

    private mutating func tableAlias() throws(SQLSyntaxError) -> Bool {
        let isAnnounced = self.cursor.take(.as)
        let isBare = !isAnnounced && self.cursor.isAtIdentifier() && !self.isAtNoAlias
        guard isAnnounced || isBare else { return false }
        try self.cursor.expectIdentifier("an alias")
        return true
    }

    /// (name, name, …)
    mutating func columnAliases() throws(SQLSyntaxError) {
        try self.cursor.expect(.openRound)
        repeat {
            try self.cursor.expectIdentifier("the name of a column")
        } while self.cursor.take(.comma)
        try self.cursor.expect(.closeRound)
    }

    private mutating func sampleRatio() throws(SQLSyntaxError) {
        try self.cursor.expect(.number, called: "a number")
        if self.cursor.take(.slash) { try self.cursor.expect(.number, called: "a number") }
    }
}
