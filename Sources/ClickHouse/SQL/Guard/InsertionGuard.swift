// Part of Martlet. Apache License 2.0; see LICENSE.

/// Sees to it that a value put into a query stays the value it is, whatever stands around it.
///
/// A quoted value is one literal only where a literal can begin. Between quotes of the author, `'{{String(x)}}'`, its own quotes
/// end the text and what it holds becomes SQL; in a comment, `/* {{x}} */`, it may hold the comment's end; behind a minus sign a
/// negative number begins a comment. So a value must either begin where a token begins, or lie within one token that the author
/// has begun.
package enum InsertionGuard {
    /// The first of the ascending ranges of UTF-8 offsets in `text` that does neither; nil if all values stay values.
    package static func firstBroken(_ insertions: [Range<Int>], in text: String) -> Range<Int>? {
        guard !insertions.isEmpty else { return nil }
        var tokens = SQLLexer.tokens(of: text).makeIterator()
        var token = tokens.next()
        for insertion in insertions where !insertion.isEmpty {
            while let current = token, current.range.upperBound <= insertion.lowerBound { token = tokens.next() }
            // What the lexer cannot read is refused with its place by whoever reads the query.
            guard let current = token else { return nil }
            guard !Self.holds(current, insertion) else { continue }
            return insertion
        }
        return nil
    }

    private static func holds(_ token: SQLToken, _ insertion: Range<Int>) -> Bool {
        if case .error = token.kind { return true }
        if token.range.lowerBound == insertion.lowerBound || token.kind == .whitespace { return true }
        guard token.range.upperBound >= insertion.upperBound else { return false }
        // Both signs that open a comment must be the author's.
        return token.kind != .comment || token.range.lowerBound + 2 <= insertion.lowerBound
    }
}
