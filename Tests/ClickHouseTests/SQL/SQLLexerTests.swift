// Part of Martlet. Apache License 2.0; see LICENSE.

import ClickHouse
import Testing

@Suite("SQL lexer")
struct SQLLexerTests {
    @Test(
        "cuts text where the engine cuts it",
        arguments: [
            ("SELECT a", "word:SELECT word:a"),
            ("'it''s' 'a\\'b' 'c\\\\'", "string:'it''s' string:'a\\'b' string:'c\\\\'"),
            ("`a``b` \"c\"\"d\" `e\\`f`", "quoted:`a``b` quoted:\"c\"\"d\" quoted:`e\\`f`"),
            ("x'4D' X'4d' b'01' xx'a'", "string:x'4D' string:X'4d' string:b'01' word:xx string:'a'"),
            ("$$a'b$$ $tag$ $$ $tag$", "string:$$a'b$$ string:$tag$ $$ $tag$"),
            ("a$b", "word:a$b"),
            ("1 1.5 1. 1e3 1e-3 1_000 + .5", "number:1 number:1.5 number:1. number:1e3 number:1e-3 number:1_000 symbol:+ number:.5"),
            ("0xFF 0b11 0xg 0b2 1a 1__0", "number:0xFF number:0b11 word:0xg word:0b2 word:1a word:1__0"),
            ("t.1.2", "word:t symbol:. number:1 symbol:. number:2"),
            ("f(x).5", "word:f symbol:( word:x symbol:) symbol:. number:5"),
            ("a-- c\nb", "word:a comment:-- c word:b"),
            ("a -- c\rb", "word:a comment:-- c\rb"),
            ("a // c\\\nb", "word:a comment:// c\\ word:b"),
            ("a # c\n#! d\nb", "word:a comment:# c comment:#! d word:b"),
            ("a /* b /* c */ d */ e", "word:a comment:/* b /* c */ d */ word:e"),
            ("/*/ a */ b", "comment:/*/ a */ word:b"),
            (
                "a->b a>=b a<=>b a<>b a!=b a==b",
                "word:a symbol:-> word:b word:a symbol:>= word:b word:a symbol:<=> word:b "
                    + "word:a symbol:<> word:b word:a symbol:!= word:b word:a symbol:== word:b"
            ),
            ("a::b||c", "word:a symbol::: word:b symbol:|| word:c"),
            ("{p:String}", "symbol:{ word:p symbol:: word:String symbol:}"),
            ("\u{2018}a'b\\\u{2019} \u{201C}c\u{201D}", "string:\u{2018}a'b\\\u{2019} quoted:\u{201C}c\u{201D}"),
            ("1 \u{2212} 2", "number:1 symbol:\u{2212} number:2"),
            ("a\u{A0}b\u{3000}c\u{FEFF}d\u{200B}e\u{2028}f", "word:a word:b word:c word:d word:e word:f"),
        ])
    func cuts(text: String, expected: String) {
        #expect(Self.describe(text) == expected)
    }

    @Test(
        "stops at what is no token",
        arguments: [
            ("SELECT 'a", "string literal is not closed"), ("SELECT 'a\\'", "string literal is not closed"),
            ("SELECT `a", "quoted name is not closed"), ("SELECT \"a\\\"", "quoted name is not closed"),
            ("SELECT /* /* */", "comment is not closed"), ("SELECT x'4g'", "string literal is not closed"),
            ("SELECT $$a", "string literal is not closed"), ("SELECT $1", "unexpected character"),
            ("SELECT $a b$ x $a b$", "unexpected character"), ("SELECT 1.5a", "malformed number"), ("SELECT a & b", "unexpected character"),
            ("SELECT a |> b", "unexpected character"), ("SELECT @@version", "unexpected character"), ("SELECT \\G", "unexpected character"),
            ("SELECT #a", "unexpected character"), ("SELECT a ! b", "unexpected character"), ("SELECT caf\u{E9}", "unexpected character"),
            ("SELECT 'a\0b'", "NUL byte"), ("SELECT 1\0", "NUL byte"), ("SELECT 1 -- \0", "NUL byte"), ("SELECT `\0`", "NUL byte"),
            ("SELECT \u{2018}abc'", "string literal is not closed"), ("SELECT\u{1680}1", "unexpected character"),
        ])
    func stops(text: String, reason: String) {
        let last = SQLLexer.tokens(of: text).last
        #expect(last?.kind == SQLLexicalError(rawValue: reason).map(SQLToken.Kind.error))
        #expect(last?.range.upperBound == text.utf8.count)
    }

    @Test("keeps every byte of any text", arguments: 0..<300)
    func keepsEveryByte(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = random.sqlText(pieceCount: 40)
        let tokens = SQLLexer.tokens(of: text)
        #expect(tokens.first?.range.lowerBound ?? 0 == 0)
        #expect(tokens.last?.range.upperBound ?? 0 == text.utf8.count)
        #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
        #expect(tokens.allSatisfy { !$0.range.isEmpty })
    }

    private static func describe(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let parts = SQLLexer.tokens(of: text).filter(\.isSignificantOrComment).map { token in
            let kind =
                switch token.kind {
                case .word: "word"
                case .quotedIdentifier: "quoted"
                case .string: "string"
                case .number: "number"
                case .comment: "comment"
                case .symbol: "symbol"
                case .whitespace: "whitespace"
                case .error(let error): error.rawValue
                }
            return "\(kind):\(String(decoding: bytes[token.range], as: UTF8.self))"
        }
        return parts.joined(separator: " ")
    }
}

extension SQLToken {
    fileprivate var isSignificantOrComment: Bool { self.kind != .whitespace }
}
