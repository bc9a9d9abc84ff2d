// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// A place among the significant tokens of a query, and the questions a parser asks there.
struct TokenCursor {
    let bytes: [UInt8]
    private let tokens: [SQLToken]
    private let keywords: [SQLKeyword?]
    var index = 0

    /// Refuses text that is too long or no sequence of tokens.
    init(_ text: String) throws(SQLSyntaxError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= SQLLimits.maximumText.bytes else {
            throw SQLSyntaxError("the query is longer than \(SQLLimits.maximumText.bytes) bytes", at: 0, in: [])
        }
        let all = SQLLexer.tokens(of: bytes)
        if let last = all.last, case .error(let error) = last.kind {
            throw SQLSyntaxError(error.rawValue, at: last.range.lowerBound, in: bytes)
        }
        self.bytes = bytes
        self.tokens = all.filter(\.isSignificant)
        self.keywords = self.tokens.map { $0.kind == .word ? SQLKeyword(bytes[$0.range]) : nil }
    }

    var isAtEnd: Bool { self.index >= self.tokens.count }

    func kind(_ offset: Int = 0) -> SQLToken.Kind? {
        let index = self.index + offset
        return index < self.tokens.count ? self.tokens[index].kind : nil
    }

    func keyword(_ offset: Int = 0) -> SQLKeyword? {
        let index = self.index + offset
        return index < self.keywords.count ? self.keywords[index] : nil
    }

    func isAt(_ symbol: SQLSymbol, _ offset: Int = 0) -> Bool { self.kind(offset) == .symbol(symbol) }

    func isAt(_ phrase: SQLKeyword...) -> Bool {
        phrase.indices.allSatisfy { self.keyword($0) == phrase[$0] }
    }

    func isAtIdentifier(_ offset: Int = 0) -> Bool {
        let kind = self.kind(offset)
        return kind == .word || kind == .quotedIdentifier
    }

    mutating func take(_ symbol: SQLSymbol) -> Bool {
        guard self.isAt(symbol) else { return false }
        self.index += 1
        return true
    }

    mutating func take(_ kind: SQLToken.Kind) -> Bool {
        guard self.kind() == kind else { return false }
        self.index += 1
        return true
    }

    /// Takes all of these words in this order, or nothing.
    mutating func take(_ phrase: SQLKeyword...) -> Bool {
        guard phrase.indices.allSatisfy({ self.keyword($0) == phrase[$0] }) else { return false }
        self.index += phrase.count
        return true
    }

    mutating func take(anyOf words: Set<SQLKeyword>) -> SQLKeyword? {
        guard let word = self.keyword(), words.contains(word) else { return nil }
        self.index += 1
        return word
    }

    mutating func expect(_ symbol: SQLSymbol) throws(SQLSyntaxError) {
        guard self.take(symbol) else { throw self.unexpected("`\(symbol.rawValue)`") }
    }

    mutating func expect(_ phrase: SQLKeyword...) throws(SQLSyntaxError) {
        for word in phrase {
            guard self.take(word) else { throw self.unexpected(phrase.map(\.rawValue).joined(separator: " ")) }
        }
    }

    mutating func expect(_ kind: SQLToken.Kind, called name: String) throws(SQLSyntaxError) {
        guard self.take(kind) else { throw self.unexpected(name) }
    }

    /// Takes a name, quoted or not, without looking into it.
    mutating func expectIdentifier(_ role: String) throws(SQLSyntaxError) {
        guard self.isAtIdentifier() else { throw self.unexpected(role) }
        self.index += 1
    }

    /// The bytes of the query from one token to another.
    func range(of tokens: Range<Int>) -> Range<Int> {
        self.tokens[tokens.lowerBound].range.lowerBound..<self.tokens[tokens.upperBound - 1].range.upperBound
    }

    func text(at index: Int) -> String { String(decoding: self.bytes[self.tokens[index].range], as: UTF8.self) }

    /// The name that a token spells.
    ///
    /// Refuses escapes: the engine knows more of them than anyone needs in a name, and a name misread would be a hole.
    func name(at index: Int) throws(SQLSyntaxError) -> String {
        let token = self.tokens[index]
        let spelling = self.bytes[token.range]
        guard token.kind == .quotedIdentifier, let quote = spelling.first else { return self.text(at: index) }
        guard !spelling.contains(UInt8(ascii: "\\")) else { throw self.error("a name must not hold a backslash", at: index) }
        // Typographic quotes take three bytes and cannot be doubled.
        let quoteLength = quote < 0x80 ? 1 : 3
        let inner = String(decoding: spelling.dropFirst(quoteLength).dropLast(quoteLength), as: UTF8.self)
        guard !inner.isEmpty else { throw self.error("a name must not be empty", at: index) }
        guard quoteLength == 1 else { return inner }
        let mark = String(decoding: [quote], as: UTF8.self)
        return inner.replacing(mark + mark, with: mark)
    }

    func error(_ reason: String, at index: Int? = nil) -> SQLSyntaxError {
        let index = index ?? self.index
        let offset = index < self.tokens.count ? self.tokens[index].range.lowerBound : self.bytes.count
        return SQLSyntaxError(reason, at: offset, in: self.bytes)
    }

    func unexpected(_ expectation: String) -> SQLSyntaxError {
        guard !self.isAtEnd else { return self.error("the query ends where \(expectation) was expected") }
        let found = self.text(at: self.index)
        let shown = found.count > 40 ? "\(found.prefix(40))…" : found
        return self.error("expected \(expectation), found `\(shown)`")
    }
}
