// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// Everything of a select after its tables and columns, in the one order that the grammar allows.
    mutating func clauses(over sources: TableSources) throws(SQLSyntaxError) {
        if self.cursor.isAt(.prewhere) {
            try self.prewhere(over: sources)
        } else if self.cursor.take(.where) {
            try self.aliasedExpression()
        }
        if self.cursor.take(.group, .by) { try self.groupBy() }
        while self.cursor.take(.with) {
            guard self.cursor.take(anyOf: [.rollup, .cube, .totals]) != nil else { throw self.cursor.unexpected("ROLLUP, CUBE or TOTALS") }
        }
        if self.cursor.take(.having) { try self.aliasedExpression() }
        if self.cursor.take(.window) { try self.windows() }
        if self.cursor.take(.qualify) { try self.aliasedExpression() }
        if self.cursor.take(.order, .by) { try self.orderBy() }
        try self.limits()
        if self.cursor.take(.settings) { try self.settings() }
    }

    private mutating func prewhere(over sources: TableSources) throws(SQLSyntaxError) {
        let start = self.cursor.index
        try self.cursor.expect(.prewhere)
        try self.aliasedExpression()
        let second = self.cursor.index
        let hasWhere = self.cursor.take(.where)
        if hasWhere { try self.aliasedExpression() }
        let isAlone = sources.count == 1 && !sources.hasArrayJoin
        self.analysis.prewheres.append(
            QueryAnalysis.Prewhere(
                keyword: self.cursor.range(of: start..<start + 1),
                whereKeyword: hasWhere ? self.cursor.range(of: second..<second + 1) : nil,
                end: self.cursor.range(of: start..<self.cursor.index).upperBound,
                table: isAlone ? sources.tables.first : nil))
        guard !isAlone else { return }
        for index in self.analysis.tables.indices where sources.tables.contains(self.analysis.tables[index].range.lowerBound) {
            self.analysis.tables[index].isInJoinedPrewhere = true
        }
    }

    private mutating func groupBy() throws(SQLSyntaxError) {
        if self.cursor.take(.grouping, .sets) {
            try self.bracketedList()
        } else if self.cursor.isAt(.rollup) || self.cursor.isAt(.cube), self.cursor.isAt(.openRound, 1) {
            self.cursor.index += 1
            try self.bracketedList()
        } else if !self.cursor.take(.all) {
            try self.expressionList()
        }
    }

    private mutating func windows() throws(SQLSyntaxError) {
        repeat {
            try self.cursor.expectIdentifier("the name of a window")
            try self.cursor.expect(.as)
            try self.windowDefinition()
        } while self.cursor.take(.comma)
    }

    /// ([window] [PARTITION BY …] [ORDER BY …] [ROWS | RANGE | GROUPS …])
    mutating func windowDefinition() throws(SQLSyntaxError) {
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.openRound)
            let beginsClause =
                parser.cursor.isAt(.partition, .by) || parser.cursor.isAt(.order, .by)
                || parser.cursor.isAt(.rows) || parser.cursor.isAt(.range) || parser.cursor.isAt(.groups)
            if parser.cursor.isAtIdentifier(), !beginsClause { parser.cursor.index += 1 }
            if parser.cursor.take(.partition, .by) { try parser.expressionList() }
            if parser.cursor.take(.order, .by) { try parser.orderBy() }
            if parser.cursor.take(anyOf: [.rows, .range, .groups]) != nil {
                let hasTwoBounds = parser.cursor.take(.between)
                try parser.frameBound()
                if hasTwoBounds {
                    try parser.cursor.expect(.and)
                    try parser.frameBound()
                }
            }
            try parser.cursor.expect(.closeRound)
        }
    }

    private mutating func frameBound() throws(SQLSyntaxError) {
        if self.cursor.take(.current, .row) { return }
        if !self.cursor.take(.unbounded) { _ = try self.operand() }
        guard self.cursor.take(anyOf: [.preceding, .following]) != nil else { throw self.cursor.unexpected("PRECEDING or FOLLOWING") }
    }

    mutating func orderBy() throws(SQLSyntaxError) {
        repeat {
            try self.aliasedExpression()
            _ = self.cursor.take(anyOf: [.asc, .ascending, .desc, .descending])
            if self.cursor.take(.nulls), self.cursor.take(anyOf: [.first, .last]) == nil { throw self.cursor.unexpected("FIRST or LAST") }
            if self.cursor.take(.collate) { try self.cursor.expect(.string, called: "the name of a locale") }
            if self.cursor.take(.with, .fill) { try self.fill() }
        } while self.cursor.take(.comma)
        if self.cursor.take(.interpolate) { try self.interpolate() }
    }

    private mutating func fill() throws(SQLSyntaxError) {
        if self.cursor.take(.from) { try self.expression() }
        if self.cursor.take(.to) { try self.expression() }
        if self.cursor.take(.step) { try self.expression() }
        if self.cursor.take(.staleness) { try self.expression() }
    }

    /// [(column [AS expression], …)]
    private mutating func interpolate() throws(SQLSyntaxError) {
        guard self.cursor.take(.openRound) else { return }
        while !self.cursor.take(.closeRound) {
            try self.cursor.expectIdentifier("the name of a column")
            if self.cursor.take(.as) { try self.expression() }
            guard self.cursor.take(.comma) || self.cursor.isAt(.closeRound) else { throw self.cursor.unexpected("`)`") }
        }
    }

    /// LIMIT n BY …, LIMIT, OFFSET and FETCH.
    private mutating func limits() throws(SQLSyntaxError) {
        while self.cursor.take(.limit) {
            try self.aliasedExpression()
            if self.cursor.take(.comma) || self.cursor.take(.offset) { try self.aliasedExpression() }
            _ = self.cursor.take(.with, .ties)
            guard self.cursor.take(.by) else { return self.noteLimit() }
            if !self.cursor.take(.all) { try self.expressionList() }
        }
        if self.cursor.take(.offset) {
            try self.aliasedExpression()
            _ = self.cursor.take(anyOf: [.row, .rows])
        }
        guard self.cursor.take(.fetch) else { return }
        guard self.cursor.take(anyOf: [.first, .next]) != nil else { throw self.cursor.unexpected("FIRST or NEXT") }
        try self.aliasedExpression()
        guard self.cursor.take(anyOf: [.row, .rows]) != nil else { throw self.cursor.unexpected("ROWS") }
        guard self.cursor.take(.only) || self.cursor.take(.with, .ties) else { throw self.cursor.unexpected("ONLY or WITH TIES") }
        self.noteLimit()
    }
}
