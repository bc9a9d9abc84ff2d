// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// One operand with its prefix operators and what is appended to it: `-f(x)[1].name::String`.
    mutating func operand() throws(SQLSyntaxError) -> Operand {
        var isPrefixed = false
        while true {
            // The engine drops a leading plus: `IN +t` reads the table.
            if self.cursor.take(.plus) { continue }
            guard self.cursor.take(.minus) || self.cursor.take(.not) else { break }
            isPrefixed = true
        }
        let primary = try self.primary()
        let result = try self.appendages(of: primary)
        return isPrefixed ? .other : result
    }

    private mutating func primary() throws(SQLSyntaxError) -> Operand {
        switch self.cursor.kind() {
        case .string, .number:
            self.cursor.index += 1
            return .other
        case .symbol(.openRound):
            return try self.bracketed()
        case .symbol(.openSquare):
            return try self.elements()
        case .symbol(.openCurly):
            return try self.queryParameter()
        case .symbol(.asterisk):
            self.cursor.index += 1
            return try self.columnTransformers()
        case .quotedIdentifier:
            return try self.nameOrCall()
        case .word:
            if let operand = try self.keywordOperand() { return operand }
            return try self.nameOrCall()
        default:
            throw self.cursor.unexpected("an expression")
        }
    }

    /// Operands that begin with a word of their own.
    private mutating func keywordOperand() throws(SQLSyntaxError) -> Operand? {
        switch self.cursor.keyword() {
        case .date where self.cursor.kind(1) == .string, .timestamp where self.cursor.kind(1) == .string:
            self.cursor.index += 2
            return .other
        case .null, .true, .false:
            guard !self.cursor.isAt(.openRound, 1), !self.cursor.isAt(.dot, 1) else { return nil }
            self.cursor.index += 1
            return .other
        case .case where self.cursor.keyword(1) == .when:
            try self.caseExpression()
            return .other
        case .case:
            return try self.attempt { parser throws(SQLSyntaxError) in try parser.caseExpression() } ? .other : nil
        case .interval where self.cursor.kind(1) == .number || self.cursor.kind(1) == .string:
            try self.interval()
            return .other
        case .interval:
            return try self.attempt { parser throws(SQLSyntaxError) in try parser.interval() } ? .other : nil
        default:
            return nil
        }
    }

    /// CASE [x] WHEN … THEN … [ELSE …] END
    private mutating func caseExpression() throws(SQLSyntaxError) {
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.case)
            if !parser.cursor.isAt(.when) { try parser.element() }
            repeat {
                try parser.cursor.expect(.when)
                try parser.element()
                try parser.cursor.expect(.then)
                try parser.element()
            } while parser.cursor.isAt(.when)
            if parser.cursor.take(.else) { try parser.element() }
            try parser.cursor.expect(.end)
        }
    }

    /// INTERVAL 1 DAY, INTERVAL '1 day', INTERVAL '1:30' HOUR TO MINUTE
    private mutating func interval() throws(SQLSyntaxError) {
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.interval)
            let isText = parser.cursor.kind() == .string
            try parser.expression()
            let hasUnit = parser.cursor.kind() == .word && parser.isAtIntervalUnit
            if hasUnit { parser.cursor.index += 1 }
            if hasUnit, parser.cursor.take(.to) { try parser.cursor.expect(.word, called: "a unit of time") }
            guard hasUnit || isText else { throw parser.cursor.unexpected("a unit of time") }
        }
    }

    private var isAtIntervalUnit: Bool {
        Self.intervalUnits.contains(self.cursor.text(at: self.cursor.index).lowercased())
    }

    private static let intervalUnits: Set<String> = {
        let units = ["nanosecond", "microsecond", "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"]
        let short = ["ns", "ms", "ss", "s", "mi", "n", "hh", "h", "dd", "d", "wk", "ww", "mm", "m", "qq", "q", "yyyy", "yy"]
        return Set(units + units.map { $0 + "s" } + units.map { "sql_tsi_" + $0 } + short)
    }()

    /// (…): a query, an expression or a tuple.
    mutating func bracketed() throws(SQLSyntaxError) -> Operand {
        try self.nested { parser throws(SQLSyntaxError) in
            try parser.cursor.expect(.openRound)
            if parser.cursor.take(.closeRound) { return .other }
            if parser.isAtQuery {
                let frame = try parser.query()
                try parser.cursor.expect(.closeRound)
                return .subquery(frame)
            }
            var first: Operand?
            if parser.cursor.isAt(.openRound) {
                let inner = try parser.bracketed()
                if case .subquery(let frame) = inner, parser.isAtSetOperation || parser.cursor.isAt(.closeRound) {
                    let frame = try parser.queryTail(after: frame)
                    try parser.cursor.expect(.closeRound)
                    return .subquery(frame)
                }
                first = try parser.appendages(of: inner)
            }
            let operand = try parser.element(after: first)
            if parser.cursor.take(.closeRound) { return operand }
            while parser.cursor.take(.comma), !parser.cursor.isAt(.closeRound) { try parser.element() }
            try parser.cursor.expect(.closeRound)
            return .other
        }
    }
}
