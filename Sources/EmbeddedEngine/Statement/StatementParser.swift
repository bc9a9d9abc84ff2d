// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads a ``Statement``. It refuses a second statement, and files of the server by name.
struct StatementParser {
    private typealias Token = StatementLexer.Token

    private var lexer: StatementLexer
    private var depth = 0

    static func parse(_ text: [UInt8]) throws(EngineException) -> Statement {
        var parser = StatementParser(lexer: StatementLexer(text))
        return try parser.parse()
    }

    private mutating func parse() throws(EngineException) -> Statement {
        var first = self.next()
        while let token = first, token.kind == .sign(UInt8(ascii: "(")) { first = self.next() }
        guard let first else { throw .emptyQuery }
        switch self.keyword(first) {
        case "EXPLAIN" where self.isExplainOfTree: return try self.parseExplainOfTree(first)
        case "SELECT", "WITH", "FROM", "DESCRIBE", "DESC", "EXPLAIN", "EXISTS", "CHECK", "KILL", "VALUES": return try self.parseQuery(first)
        case "SHOW": return try self.parseShow(first)
        case "INSERT": return try self.parseInsert()
        case "SET", "USE", "BEGIN", "COMMIT", "ROLLBACK": return try self.parseCommand(first, as: .sessionCommand)
        case "CREATE": return try self.parseCreate(first)
        default: return try self.parseCommand(first, as: .command)
        }
    }

    // MARK: Statements with rows

    private mutating func parseQuery(_ first: Token) throws(EngineException) -> Statement {
        // The last three tokens outside of parentheses decide what a word `format` is: a clause is followed by one name,
        // and that by nothing or by settings.
        var last = first
        var format: Statement.FormatClause?
        var pending: (keyword: Token, name: Token?)?
        while let token = self.next() {
            if token.kind == .sign(UInt8(ascii: ";")) {
                try self.expectEnd()
                break
            }
            let keyword = self.depth == 0 ? self.keyword(token) : nil
            if keyword == "OUTFILE", self.keyword(last) == "INTO" { throw .fileOutput }
            switch pending {
            case (let format, nil)? where token.kind == .word || token.kind == .quotedName: pending = (format, token)
            case (let start, let name?)? where keyword == "SETTINGS":
                format = self.clause(start, name, settingsStart: token.range.upperBound)
                pending = nil
            default: pending = nil
            }
            if keyword == "FORMAT", pending == nil {
                pending = (token, nil)
                format = nil
            }
            last = token
        }
        if case (let start, let name?)? = pending { format = self.clause(start, name, settingsStart: nil) }
        return Statement(text: Array(self.lexer.text[..<last.range.upperBound]), kind: .query(format))
    }

    /// `SHOW CREATE …` alone: the engine turns every other kind into a query of its own, which loses its way into a file.
    private mutating func parseShow(_ first: Token) throws(EngineException) -> Statement {
        var probe = self
        guard let object = probe.next(), probe.keyword(object) == "CREATE" else { throw .showNotSupported }
        return try self.parseQuery(first)
    }

    private var isExplainOfTree: Bool {
        var probe = self
        return probe.next().flatMap { probe.keyword($0) } == "AST"
    }

    /// `EXPLAIN AST` takes all that follows for what it is to explain, our output clause too. As a sub-query it ends at the bracket.
    private mutating func parseExplainOfTree(_ first: Token) throws(EngineException) -> Statement {
        let statement = try self.parseQuery(first)
        guard case .query(let clause) = statement.kind else { return statement }
        let end = clause?.range.lowerBound ?? statement.text.count
        return try Self.parse(Array("SELECT * FROM (\n".utf8) + statement.text[..<end] + Array("\n) ".utf8) + statement.text[end...])
    }

    private func clause(_ keyword: Token, _ name: Token, settingsStart: Int?) -> Statement.FormatClause {
        Statement.FormatClause(
            name: self.name(name), range: keyword.range.lowerBound..<name.range.upperBound, settingsStart: settingsStart)
    }

    // MARK: Statements without rows

    private mutating func parseCreate(_ first: Token) throws(EngineException) -> Statement {
        var probe = self
        var word = probe.next()
        while let token = word, ["OR", "REPLACE"].contains(probe.keyword(token)) { word = probe.next() }
        let isTemporary = word.flatMap { probe.keyword($0) } == "TEMPORARY"
        return try self.parseCommand(first, as: isTemporary ? .sessionCommand : .command)
    }

    private mutating func parseCommand(_ first: Token, as kind: Statement.Kind) throws(EngineException) -> Statement {
        var last = first
        while let token = self.next() {
            if token.kind == .sign(UInt8(ascii: ";")) {
                try self.expectEnd()
                break
            }
            last = token
        }
        return Statement(text: Array(self.lexer.text[..<last.range.upperBound]), kind: kind)
    }

    // MARK: Inserts

    private mutating func parseInsert() throws(EngineException) -> Statement {
        guard var last = try self.skipInsertTarget() else { throw .emptyQuery }
        var hasSelect = false
        var inputRange: Range<Int>?
        while let token = self.next() {
            if token.kind == .sign(UInt8(ascii: ";")) {
                try self.expectEnd()
                break
            }
            if token.kind == .sign(UInt8(ascii: "(")), self.keyword(last) == "INPUT" {
                inputRange = last.range.lowerBound..<token.range.upperBound
            }
            switch self.depth == 0 ? self.keyword(token) : nil {
            case "SELECT", "WITH": hasSelect = true
            case "INFILE" where self.keyword(last) == "FROM": throw .fileInput
            case "VALUES" where !hasSelect:
                return self.dataInsert("Values", keyword: token, nameEnd: token.range.upperBound, inputRange: nil)
            case "FORMAT" where !hasSelect || inputRange != nil:
                guard let name = self.next(), name.kind == .word || name.kind == .quotedName else { break }
                return self.dataInsert(self.name(name), keyword: token, nameEnd: name.range.upperBound, inputRange: inputRange)
            default: break
            }
            last = token
        }
        return Statement(text: Array(self.lexer.text[..<last.range.upperBound]), kind: hasSelect ? .insertSelect : .command)
    }

    /// `INTO [TABLE] [FUNCTION] name`, where the name may be any word.
    private mutating func skipInsertTarget() throws(EngineException) -> Token? {
        var last: Token?
        while let token = self.next() {
            last = token
            guard ["INTO", "TABLE", "FUNCTION"].contains(self.keyword(token)) else { break }
        }
        var probe = self
        while let dot = probe.next(), dot.kind == .sign(UInt8(ascii: ".")), let name = probe.next() {
            self = probe
            last = name
        }
        return last
    }

    private func dataInsert(_ format: String, keyword: Token, nameEnd: Int, inputRange: Range<Int>?) -> Statement {
        let text = self.lexer.text
        // Blanks and one line end separate the format from the data; all that follows is data, whatever it looks like.
        var start = nameEnd
        while start < text.count, text[start] == UInt8(ascii: " ") || text[start] == UInt8(ascii: "\t") { start += 1 }
        if start < text.count, text[start] == UInt8(ascii: ";") { start += 1 }
        if start < text.count, text[start] == UInt8(ascii: "\r") { start += 1 }
        if start < text.count, text[start] == UInt8(ascii: "\n") { start += 1 }
        let insert = Statement.DataInsert(format: format, headEnd: keyword.range.lowerBound, dataStart: start, inputRange: inputRange)
        return Statement(text: Array(text[..<keyword.range.lowerBound]), kind: .dataInsert(insert))
    }

    // MARK: Tokens

    private mutating func next() -> Token? {
        let token = self.lexer.next()
        switch token?.kind {
        case .sign(UInt8(ascii: "(")), .sign(UInt8(ascii: "[")), .sign(UInt8(ascii: "{")): self.depth += 1
        case .sign(UInt8(ascii: ")")), .sign(UInt8(ascii: "]")), .sign(UInt8(ascii: "}")): self.depth -= 1
        default: break
        }
        return token
    }

    private mutating func expectEnd() throws(EngineException) {
        while let token = self.next() {
            guard token.kind == .sign(UInt8(ascii: ";")) else { throw .multipleStatements }
        }
    }

    /// The word in capitals, if the token is one.
    private func keyword(_ token: Token) -> String? {
        guard token.kind == .word else { return nil }
        return String(decoding: self.lexer.text[token.range], as: UTF8.self).uppercased()
    }

    private func name(_ token: Token) -> String {
        let text = self.lexer.text[token.range]
        return String(decoding: token.kind == .quotedName ? text.dropFirst().dropLast() : text, as: UTF8.self)
    }
}
