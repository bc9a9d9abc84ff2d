// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

@Suite("SQL quoting")
struct SQLTextTests {
    @Test(
        "string literals hold any text",
        arguments: [
            ("", "''"), ("a", "'a'"), ("it's", "'it\\'s'"), ("a\\", "'a\\\\'"), ("\\' OR 1", "'\\\\\\' OR 1'"),
            ("a\0b", "'a\\0b'"), ("a\nb\rc\td", "'a\\nb\\rc\\td'"), ("\u{2019}", "'\u{2019}'"), ("'; DROP --", "'\\'; DROP --'"),
        ])
    func literal(text: String, expected: String) {
        #expect(SQLText.stringLiteral(text) == expected)
    }

    @Test(
        "names hold any text",
        arguments: [("a", "`a`"), ("a b", "`a b`"), ("a`b", "`a\\`b`"), ("a\\", "`a\\\\`"), ("a\"'b", "`a\"'b`")])
    func identifier(name: String, expected: String) {
        #expect(SQLText.identifier(name) == expected)
    }

    @Test("whatever is quoted is one token", arguments: 0..<100)
    func isOneToken(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = random.sqlText(pieceCount: 12)
        #expect(SQLLexer.tokens(of: SQLText.stringLiteral(text)).map(\.kind) == [.string])
        #expect(SQLLexer.tokens(of: SQLText.identifier(text)).map(\.kind) == [.quotedIdentifier])
    }
}
