// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// Walks over the tokens of a statement that is none of the query grammar's, or before that grammar reads it.
struct TokenReader {
    let bytes: [UInt8]
    let tokens: [SQLToken]
    var index = 0

    /// Refuses what is no sequence of tokens.
    init(_ text: String) throws(ClickHouseError) {
        self.bytes = Array(text.utf8)
        let all = SQLLexer.tokens(of: text)
        if let last = all.last, case .error(let error) = last.kind { throw .syntax(error.rawValue) }
        self.tokens = all.filter(\.isSignificant)
    }

    func kind(_ offset: Int = 0) -> SQLToken.Kind? {
        self.tokens.indices.contains(self.index + offset) ? self.tokens[self.index + offset].kind : nil
    }

    /// The word at a place, in capitals.
    func word(_ offset: Int = 0) -> String? { self.kind(offset) == .word ? self.spelling(offset).uppercased() : nil }

    func spelling(_ offset: Int = 0) -> String { String(decoding: self.bytes[self.tokens[self.index + offset].range], as: UTF8.self) }

    /// The text from a token to the end.
    func rest(from index: Int) -> String {
        guard self.tokens.indices.contains(index) else { return "" }
        return String(decoding: self.bytes[self.tokens[index].range.lowerBound...], as: UTF8.self)
    }

    /// The name at a place; nil if there is none, or one that says by escapes what it is.
    func name(_ offset: Int = 0) -> String? {
        switch self.kind(offset) {
        case .word: return self.spelling(offset)
        case .quotedIdentifier:
            let text = self.spelling(offset)
            guard let quote = text.first, quote == "`" || quote == "\"", !text.contains("\\") else { return nil }
            return String(text.dropFirst().dropLast()).replacing("\(quote)\(quote)", with: "\(quote)")
        default: return nil
        }
    }

    mutating func take(_ words: String...) -> Bool {
        guard words.indices.allSatisfy({ self.word($0) == words[$0] }) else { return false }
        self.index += words.count
        return true
    }

    mutating func take(anyOf words: Set<String>) -> String? {
        guard let word = self.word(), words.contains(word) else { return nil }
        self.index += 1
        return word
    }

    mutating func take(_ symbol: SQLSymbol) -> Bool {
        guard self.kind() == .symbol(symbol) else { return false }
        self.index += 1
        return true
    }

    mutating func takeName() throws(ClickHouseError) -> String {
        guard let name = self.name() else { throw .syntax("expected a name") }
        self.index += 1
        return name
    }

    var isAtEnd: Bool { self.index >= self.tokens.count }
}
