// Part of Martlet. Apache License 2.0; see LICENSE.

/// The columns that a query yields, as far as its text tells: `day` and `c` of `SELECT toDate(ts) AS day, countState() c FROM …`.
package struct SelectList: Sendable {
    /// One column of the answer.
    package struct Column: Sendable, Hashable {
        /// Its name; nil where only the engine knows it.
        package let name: String?
        /// The function whose call is the whole column, `countState`; nil for everything else.
        package let function: String?
    }

    /// The columns in their order; nil if some item stands for columns that are not listed, like `*`.
    package let columns: [Column]?

    /// Reads the list of the outermost SELECT, for a UNION its first.
    package init(of query: QueryAnalysis) {
        var reader = SelectListReader(query.text)
        self.columns = reader.read()
    }
}

/// Walks over the tokens outside of brackets.
private struct SelectListReader {
    private let text: [UInt8]
    private let tokens: [SQLToken]
    private var position = 0

    init(_ text: String) {
        self.text = Array(text.utf8)
        self.tokens = SQLLexer.tokens(of: self.text).filter(\.isSignificant)
    }

    mutating func read() -> [SelectList.Column]? {
        guard self.skip(to: ["SELECT"]) else { return nil }
        self.position += 1
        if self.word(at: self.position) == "DISTINCT" { self.position += 1 }
        var columns: [SelectList.Column] = []
        repeat {
            let start = self.position
            _ = self.skip(to: Self.ends, orComma: true)
            let item = self.tokens[start..<self.position]
            guard !item.isEmpty, let column = self.column(item) else { return nil }
            columns.append(column)
            guard self.position < self.tokens.count, self.tokens[self.position].kind == .symbol(.comma) else { break }
            self.position += 1
        } while self.position < self.tokens.count
        return columns
    }

    /// Words that end a select list.
    private static let ends: Set<String> = [
        "FROM", "PREWHERE", "WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET", "FETCH", "SETTINGS", "UNION",
        "INTERSECT", "FORMAT",
    ]

    /// Goes to the next of these words that stands outside of brackets.
    private mutating func skip(to words: Set<String>, orComma: Bool = false) -> Bool {
        var depth = 0
        while self.position < self.tokens.count {
            switch self.tokens[self.position].kind {
            case .symbol(.openRound), .symbol(.openSquare), .symbol(.openCurly): depth += 1
            case .symbol(.closeRound), .symbol(.closeSquare), .symbol(.closeCurly): depth -= 1
            case .symbol(.comma) where depth == 0 && orComma: return true
            case .symbol(.semicolon): return false
            case .word where depth == 0:
                if let word = self.word(at: self.position), words.contains(word) { return true }
            default: break
            }
            self.position += 1
        }
        return false
    }

    /// nil for what stands for several columns.
    private func column(_ item: ArraySlice<SQLToken>) -> SelectList.Column? {
        guard let last = item.last else { return nil }
        let isSeveral =
            item.contains { $0.kind == .symbol(.asterisk) && self.isWildcard($0, in: item) } || self.word(at: item.startIndex) == "COLUMNS"
        guard !isSeveral else { return nil }
        guard let name = self.name(of: last), item.count > 1 else {
            return SelectList.Column(name: item.count == 1 ? self.name(of: last) : nil, function: self.function(item))
        }
        let before = item[item.endIndex - 2]
        if self.word(before) == "AS" { return SelectList.Column(name: name, function: self.function(item.dropLast(2))) }
        switch before.kind {
        case .symbol(.closeRound), .symbol(.closeSquare), .quotedIdentifier, .string, .number:
            return SelectList.Column(name: name, function: self.function(item.dropLast()))
        case .word where item.count == 2: return SelectList.Column(name: name, function: nil)
        default: return SelectList.Column(name: nil, function: nil)
        }
    }

    /// A star that is no multiplication: `*`, `t.*`.
    private func isWildcard(_ star: SQLToken, in item: ArraySlice<SQLToken>) -> Bool {
        guard let index = item.firstIndex(of: star) else { return false }
        return index == item.startIndex || item[index - 1].kind == .symbol(.dot)
    }

    /// The name called, if the item is one call: `f(…)` or `f(…)(…)`.
    private func function(_ item: ArraySlice<SQLToken>) -> String? {
        guard let first = item.first, first.kind == .word, item.count > 2 else { return nil }
        var depth = 0
        for (offset, token) in item.dropFirst().enumerated() {
            switch token.kind {
            case .symbol(.openRound): depth += 1
            case .symbol(.closeRound): depth -= 1
            default:
                if depth == 0 { return nil }
            }
            // A second pair of brackets holds the arguments of a parametric function.
            if depth == 0, offset < item.count - 2, item[item.startIndex + offset + 2].kind != .symbol(.openRound) { return nil }
        }
        return self.spelling(first)
    }

    private func name(of token: SQLToken) -> String? {
        switch token.kind {
        case .word: self.spelling(token)
        case .quotedIdentifier: String(self.spelling(token).dropFirst().dropLast())
        default: nil
        }
    }

    private func word(at position: Int) -> String? {
        self.tokens.indices.contains(position) ? self.word(self.tokens[position]) : nil
    }

    private func word(_ token: SQLToken) -> String? { token.kind == .word ? self.spelling(token).uppercased() : nil }

    private func spelling(_ token: SQLToken) -> String { String(decoding: self.text[token.range], as: UTF8.self) }
}
