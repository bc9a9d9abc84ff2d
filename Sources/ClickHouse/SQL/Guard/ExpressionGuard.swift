// Part of Martlet. Apache License 2.0; see LICENSE.

/// Refuses what an expression of a table's definition must not hold: a DEFAULT, a key, an index, a TTL, a setting.
///
/// Such a text becomes part of a `CREATE TABLE` and has no grammar of its own to be parsed by. It must stay within its place,
/// name no function that reaches beyond the table, and hold no query.
package struct ExpressionGuard: Sendable {
    /// The columns of the table; one may be called like a function.
    package let columns: Set<String>

    package init(columns: Set<String>) { self.columns = columns }

    /// Settings that choose where the engine keeps a table's files.
    private static let storageSettings: Set<String> = ["disk", "storage_policy"]

    package func check(_ text: String) throws(ExpressionRefusal) {
        let bytes = Array(text.utf8)
        let tokens = SQLLexer.tokens(of: text).filter(\.isSignificant)
        var brackets: [SQLSymbol] = []
        for (index, token) in tokens.enumerated() {
            let spelling = String(decoding: bytes[token.range], as: UTF8.self)
            switch token.kind {
            case .error(let error): throw ExpressionRefusal(reason: error.rawValue)
            case .symbol(.semicolon): throw ExpressionRefusal(reason: "a semicolon has no place in it")
            case .symbol(.openRound): brackets.append(.closeRound)
            case .symbol(.openSquare): brackets.append(.closeSquare)
            case .symbol(.openCurly): brackets.append(.closeCurly)
            case .symbol(let symbol) where [.closeRound, .closeSquare, .closeCurly].contains(symbol):
                guard brackets.popLast() == symbol else { throw ExpressionRefusal(reason: "`\(symbol.rawValue)` closes nothing") }
            case .word, .quotedIdentifier:
                let name = token.kind == .word ? spelling : String(spelling.dropFirst().dropLast())
                let isCall = index + 1 < tokens.count && tokens[index + 1].kind == .symbol(.openRound)
                try self.check(name: name, isCall: isCall)
            default: break
            }
        }
        guard brackets.isEmpty else { throw ExpressionRefusal(reason: "a bracket is not closed") }
    }

    private func check(name: String, isCall: Bool) throws(ExpressionRefusal) {
        guard name.lowercased() != "select" else { throw ExpressionRefusal(reason: "a query has no place in it") }
        guard isCall || !self.columns.contains(name) else { return }
        guard !RestrictedFunctions.contain(name) else {
            let reason = isCall ? "the function `\(name)` is not allowed" : "`\(name)` is neither a column nor a function it may use"
            throw ExpressionRefusal(reason: reason)
        }
        guard !Self.storageSettings.contains(name.lowercased()) else {
            throw ExpressionRefusal(reason: "`\(name)` is not the author's to choose")
        }
    }
}

/// Why an expression is refused; a sentence without the place.
package struct ExpressionRefusal: Error, Hashable {
    package let reason: String
}
