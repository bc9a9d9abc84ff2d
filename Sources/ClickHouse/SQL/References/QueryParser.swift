// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads a query by the grammar of ClickHouse's SELECT and notes what it reads and calls.
///
/// It follows the engine's own order of attempts, so that a word is a name here exactly where it is a name there. What it does not
/// know it refuses, never skips. It builds no tree and knows no precedence except where IN decides whether a name is a table.
struct QueryParser {
    /// What an operand turned out to be, as far as it matters.
    enum Operand {
        /// A column or table, possibly in brackets; the tokens of its path.
        case name(Range<Int>)
        /// A query in brackets, with what its WITH defined if it is a single select.
        case subquery(CommonTableScope.Frame?)
        /// `x -> x + 1`
        case lambda
        case other
    }

    var cursor: TokenCursor
    var analysis: QueryAnalysis
    var scope = CommonTableScope()
    /// Aliases that stand for a bare name: IN reads the name's table through them.
    var nameAliases: Set<String> = []
    /// Names that have got an alias, with the last one's token.
    var renamedNames: [String: Int] = [:]
    /// Parameters of functions that the query defines itself.
    var lambdaParameters: Set<String> = []
    /// Names to the right of IN, with their first token.
    var membershipNames: [String: Int] = [:]
    var queryDepth = 0
    private var depth = 0
    private var secondReadings = 0
    /// Set when a limit is reached: then no other reading is tried.
    private var isExhausted = false

    init(_ text: String) throws(SQLSyntaxError) {
        self.cursor = try TokenCursor(text)
        self.analysis = QueryAnalysis(text: text)
    }

    mutating func parse() throws(SQLSyntaxError) -> QueryAnalysis {
        guard let first = self.cursor.kind() else { throw self.cursor.error("the query is empty") }
        switch self.cursor.keyword() {
        case .select, .with, .from: try self.query()
        case .explain: try self.explain()
        case .describe, .desc: try self.describe()
        case _ where first == .symbol(.openRound): try self.query()
        default:
            self.analysis.statementKind = .other(firstWord: self.cursor.text(at: 0))
            return self.analysis
        }
        try self.output()
        try self.checkNameAliases()
        try self.checkLambdaNames()
        self.analysis.columns.subtract(self.lambdaParameters)
        self.analysis.tables.sort { $0.range.lowerBound < $1.range.lowerBound }
        return self.analysis
    }

    /// EXPLAIN [kind] [option = value, …] SELECT …
    private mutating func explain() throws(SQLSyntaxError) {
        self.cursor.index += 1
        self.analysis.statementKind = .explain
        _ = self.cursor.take(.query, .tree) || self.cursor.take(anyOf: [.ast, .syntax, .plan, .pipeline, .estimate]) != nil
        while self.cursor.kind() == .word, self.cursor.isAt(.equals, 1) {
            self.cursor.index += 2
            try self.cursor.expect(.number, called: "a number")
            guard self.cursor.take(.comma) else { break }
        }
        try self.query()
    }

    /// DESCRIBE [TABLE] table | SELECT …
    private mutating func describe() throws(SQLSyntaxError) {
        self.cursor.index += 1
        _ = self.cursor.take(.table)
        let start = self.cursor.index
        let isQuery = self.cursor.isAt(.select) || self.cursor.isAt(.with)
        if isQuery {
            try self.query()
        } else {
            _ = try self.tableExpression(.from)
        }
        let target = String(decoding: self.cursor.bytes[self.cursor.range(of: start..<self.cursor.index)], as: UTF8.self)
        self.analysis.statementKind = .describe(query: isQuery ? target : "SELECT * FROM \(target)")
    }

    /// What may follow the query: where the answer goes, its format, more settings.
    private mutating func output() throws(SQLSyntaxError) {
        if self.cursor.take(.into, .outfile) {
            self.analysis.hasIntoOutfile = true
            while let kind = self.cursor.kind(), kind == .string || kind == .word || kind == .number,
                !self.cursor.isAt(.format), !self.cursor.isAt(.settings)
            {
                self.cursor.index += 1
            }
        }
        if self.cursor.take(.format) {
            let token = self.cursor.index
            try self.cursor.expectIdentifier("the name of a format")
            self.analysis.formatClause = QueryAnalysis.Clause(
                name: try self.cursor.name(at: token), range: self.cursor.range(of: token - 1..<token + 1))
        }
        if self.cursor.take(.settings) { try self.settings() }
        let end = self.cursor.index
        if self.cursor.take(.semicolon) {
            self.analysis.endOffset = self.cursor.range(of: end..<end + 1).lowerBound
            while self.cursor.take(.semicolon) {}
            self.analysis.isSingleStatement = self.cursor.isAtEnd
        } else if !self.cursor.isAtEnd {
            throw self.cursor.unexpected("the end of the query")
        }
    }

    /// `WITH secret AS x SELECT 1 IN x` reads the table `secret`, though no place names it.
    private func checkNameAliases() throws(SQLSyntaxError) {
        guard let name = self.nameAliases.first(where: { self.membershipNames[$0] != nil }) else { return }
        throw self.cursor.error("`\(name)` after IN is an alias of another name; write that name", at: self.membershipNames[name])
    }

    /// `WITH x -> 1 AS f, f AS length`: a second name would escape the check of the first.
    private func checkLambdaNames() throws(SQLSyntaxError) {
        guard let name = self.analysis.lambdas.first(where: { self.renamedNames[$0] != nil }) else { return }
        throw self.cursor.error("the function `\(name)` must not get another name", at: self.renamedNames[name])
    }

    /// Settings up to the end of the list: `a = 1, b = 'x', c`.
    mutating func settings() throws(SQLSyntaxError) {
        repeat {
            let token = self.cursor.index
            try self.cursor.expectIdentifier("the name of a setting")
            self.analysis.settingsClauses.append(try self.clause(at: token))
            if self.cursor.take(.equals) { try self.settingValue() }
        } while self.cursor.take(.comma)
    }

    private mutating func settingValue() throws(SQLSyntaxError) {
        _ = self.cursor.take(.minus) || self.cursor.take(.plus)
        switch self.cursor.kind() {
        case .number, .string, .word: self.cursor.index += 1
        default: throw self.cursor.unexpected("a number or a string")
        }
    }

    func clause(at token: Int) throws(SQLSyntaxError) -> QueryAnalysis.Clause {
        QueryAnalysis.Clause(name: try self.cursor.name(at: token), range: self.cursor.range(of: token..<token + 1))
    }

    /// Counts a level of brackets.
    mutating func nested<Result>(
        _ body: (inout QueryParser) throws(SQLSyntaxError) -> Result
    ) throws(SQLSyntaxError) -> Result {
        guard self.depth < SQLLimits.maximumDepth else {
            self.isExhausted = true
            throw self.cursor.error("brackets are nested more than \(SQLLimits.maximumDepth) deep")
        }
        self.depth += 1
        defer { self.depth -= 1 }
        return try body(&self)
    }

    /// Reads ahead as the engine does where a word may begin a construct or be a name; puts everything back if it was no construct.
    mutating func attempt(_ body: (inout QueryParser) throws(SQLSyntaxError) -> Void) throws(SQLSyntaxError) -> Bool {
        guard self.secondReadings < SQLLimits.maximumSecondReadings else {
            self.isExhausted = true
            throw self.cursor.error("the query is ambiguous in too many places; quote columns named interval or case")
        }
        var copy = self
        do throws(SQLSyntaxError) {
            try body(&copy)
            self = copy
            return true
        } catch {
            self.secondReadings = copy.secondReadings + 1
            self.isExhausted = copy.isExhausted
            if self.isExhausted { throw error }
            return false
        }
    }
}
