// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// A column, a table's column, a call, or `t.*`.
    mutating func nameOrCall() throws(SQLSyntaxError) -> Operand {
        let start = self.cursor.index
        self.cursor.index += 1
        if self.cursor.isAt(.openRound) { return try self.call(named: start) }
        while self.cursor.isAt(.dot), self.cursor.isAtIdentifier(1) {
            self.cursor.index += 2
            if self.cursor.isAt(.openRound) {
                guard self.cursor.keyword(-1) == .columns else { throw self.cursor.error("a function has no database", at: start) }
                return try self.call(named: self.cursor.index - 1)
            }
        }
        if self.cursor.index == start + 1 { self.noteBareCall(at: start) }
        // With escapes in it, it is no column that anyone could list.
        self.analysis.columns.insert((try? self.cursor.name(at: start)) ?? "")
        return .name(start..<self.cursor.index)
    }

    /// A few functions are called by their bare name where no column bears it.
    private mutating func noteBareCall(at token: Int) {
        // With escapes in it, it could be any of them; to take it for a clock costs no more than a place in a cache.
        let name = (try? self.cursor.name(at: token)) ?? "now"
        if Self.bareFunctions.contains(name.lowercased()) { self.analysis.functions.insert(name) }
    }

    /// All that 26.9 knows but `database`, `schema` and `user`, which tell nothing worth hiding and are far more often columns.
    private static let bareFunctions: Set<String> = [
        "curdate", "current_database", "current_date", "current_timestamp", "current_user", "currentdatabase", "currenthandler",
        "currentrequesturl", "currentuser", "localtime", "localtimestamp", "now", "session_user", "today",
    ]

    /// What reads a part of a value: `.name`, `.1`, `.*`, `[…]`, `::Type`, and paths of JSON.
    mutating func appendages(of operand: Operand) throws(SQLSyntaxError) -> Operand {
        var result = operand
        while true {
            if self.cursor.take(.dot) {
                try self.member()
            } else if self.cursor.isAt(.openSquare), self.cursor.isAt(.closeSquare, 1) {
                self.cursor.index += 2
            } else if self.cursor.isAt(.openSquare) {
                _ = try self.elements()
            } else if self.cursor.take(.doubleColon) {
                try self.typeName()
            } else {
                return result
            }
            result = .other
        }
    }

    private mutating func member() throws(SQLSyntaxError) {
        if self.cursor.take(.asterisk) {
            _ = try self.columnTransformers()
        } else if !self.cursor.take(.number) {
            _ = self.cursor.take(.caret) || self.cursor.take(.colon)
            try self.cursor.expectIdentifier("the name of an element")
        }
    }

    /// […]
    mutating func elements() throws(SQLSyntaxError) -> Operand {
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.openSquare)
            if parser.cursor.take(.closeSquare) { return .other }
            repeat {
                try parser.element()
            } while parser.cursor.take(.comma)
            try parser.cursor.expect(.closeSquare)
            return .other
        }
    }

    /// {name: Type}
    mutating func queryParameter() throws(SQLSyntaxError) -> Operand {
        try self.cursor.expect(.openCurly)
        let name = self.cursor.index
        try self.cursor.expectIdentifier("the name of a parameter")
        try self.cursor.expect(.colon)
        let type = self.cursor.index
        try self.typeName()
        let end = self.cursor.index
        try self.cursor.expect(.closeCurly)
        guard try self.cursor.name(at: type).lowercased() != "identifier" else {
            throw self.cursor.error("a parameter must not stand for a name", at: type)
        }
        let typeText = String(decoding: self.cursor.bytes[self.cursor.range(of: type..<end)], as: UTF8.self)
        self.analysis.queryParameters.append(.init(name: try self.cursor.name(at: name), type: typeText))
        return .other
    }

    /// A type as after `::`; only its extent matters.
    mutating func typeName() throws(SQLSyntaxError) {
        try self.cursor.expectIdentifier("a type")
        while self.cursor.take(anyOf: [.precision, .varying, .unsigned, .signed, .large, .object]) != nil {}
        guard self.cursor.isAt(.openRound) else { return }
        var depth = 0
        repeat {
            switch self.cursor.kind() {
            case .symbol(.openRound): depth += 1
            case .symbol(.closeRound): depth -= 1
            case .symbol(.comma), .symbol(.dot), .symbol(.equals), .symbol(.minus), .string, .number, .quotedIdentifier: break
            case .word where !self.cursor.isAt(.select): break
            default: throw self.cursor.unexpected("the arguments of a type")
            }
            self.cursor.index += 1
        } while depth > 0
    }
}
