// Part of Martlet. Apache License 2.0; see LICENSE.

extension QueryParser {
    /// What may follow `*` and `COLUMNS(…)`: EXCEPT, REPLACE and APPLY.
    mutating func columnTransformers() throws(SQLSyntaxError) -> Operand {
        while true {
            if self.isAtExceptColumns {
                self.exceptColumns()
            } else if self.cursor.take(.replace) {
                _ = self.cursor.take(.strict)
                if self.cursor.isAt(.openRound) {
                    try self.bracketedList()
                } else {
                    try self.aliasedExpression()
                }
            } else if self.cursor.take(.apply) {
                try self.apply()
            } else {
                return .other
            }
        }
    }

    /// Whether EXCEPT leaves columns out here; if no list of names follows it takes one query from another.
    private var isAtExceptColumns: Bool {
        guard self.cursor.isAt(.except) else { return false }
        var ahead = self.cursor
        ahead.index += ahead.keyword(1) == .strict ? 2 : 1
        guard ahead.take(.openRound) else { return ahead.isAtIdentifier() || ahead.kind() == .string }
        repeat {
            guard ahead.isAtIdentifier() || ahead.kind() == .string else { return false }
            ahead.index += 1
            while ahead.isAt(.dot), ahead.isAtIdentifier(1) { ahead.index += 2 }
        } while ahead.take(.comma)
        return ahead.isAt(.closeRound)
    }

    private mutating func exceptColumns() {
        self.cursor.index += self.cursor.keyword(1) == .strict ? 2 : 1
        if self.cursor.isAt(.openRound) {
            while !self.cursor.take(.closeRound) { self.cursor.index += 1 }
        } else {
            self.cursor.index += 1
            while self.cursor.isAt(.dot), self.cursor.isAtIdentifier(1) { self.cursor.index += 2 }
        }
    }

    /// APPLY f, APPLY(f), APPLY(x -> …), APPLY(f, 'prefix')
    private mutating func apply() throws(SQLSyntaxError) {
        let isBracketed = self.cursor.take(.openRound)
        let token = self.cursor.index
        let operand = try self.expression()
        try self.noteFunction(operand)
        if case .name = operand, Self.membershipFunctions.contains(try self.cursor.name(at: token).lowercased()) {
            throw self.cursor.error("APPLY cannot take this function", at: token)
        }
        guard isBracketed else { return }
        if self.cursor.take(.comma) { try self.cursor.expect(.string, called: "a prefix for the names of columns") }
        try self.cursor.expect(.closeRound)
    }
}
