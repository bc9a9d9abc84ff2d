// Part of Martlet. Apache License 2.0; see LICENSE.

/// Spells values and names so that ClickHouse reads them back as they are, whatever they hold.
package enum SQLText {
    /// `'it\'s'`
    package static func stringLiteral(_ text: some StringProtocol) -> String { self.quote(text, with: "'") }

    /// A name in back-quotes.
    package static func identifier(_ name: some StringProtocol) -> String { self.quote(name, with: "`") }

    /// Whether a text stays within brackets that are put around it, on lines of their own.
    package static func isClosed(_ text: String) -> Bool {
        var open: [SQLSymbol] = []
        let closing: [SQLSymbol: SQLSymbol] = [.closeRound: .openRound, .closeSquare: .openSquare, .closeCurly: .openCurly]
        for token in SQLLexer.tokens(of: text) {
            switch token.kind {
            case .error, .symbol(.semicolon): return false
            case .symbol(let symbol) where closing.values.contains(symbol): open.append(symbol)
            case .symbol(let symbol):
                if let opening = closing[symbol] { guard open.popLast() == opening else { return false } }
            default: continue
            }
        }
        return open.isEmpty
    }

    private static func quote(_ text: some StringProtocol, with quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        result.append(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\": result.append(contentsOf: ["\\", scalar])
            // As bytes they would end the text on some ways into the engine, or hide in a log.
            case "\0": result.append(contentsOf: ["\\", "0"])
            case "\n": result.append(contentsOf: ["\\", "n"])
            case "\r": result.append(contentsOf: ["\\", "r"])
            case "\t": result.append(contentsOf: ["\\", "t"])
            default: result.append(scalar)
            }
        }
        result.append(quote)
        return String(result)
    }
}
