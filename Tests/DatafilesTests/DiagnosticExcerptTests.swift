// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import MartletCore
import Testing

struct DiagnosticExcerptTests {
    private static func excerpt(_ text: String) -> String? {
        Project.parse([ProjectFile(path: "f.datasource", text: text)]).diagnostics.first { $0.severity == .error }?.excerpt(of: text)
    }

    @Test func `A finding shows its line and its place`() {
        #expect(
            Self.excerpt("TOKEN foo\nSCHEMA >\n    a Int8\n") == """
                TOKEN takes two params: token name and permission e.g TOKEN "read api token" READ

                1: TOKEN foo
                   ^
                """)
    }

    @Test func `Two lines before it and the hint are shown too`() {
        #expect(
            Self.excerpt("TAGS x\nSCHEMA >\n    a Int32,\n    b# String\n") == """
                Column name contains invalid character '#'

                2: SCHEMA >
                3:     a Int32,
                4:     b# String
                        ^
                Hint: use backticks.
                """)
    }

    @Test func `Line numbers are aligned`() {
        let text = "SCHEMA >\n" + (1...8).map { "    c\($0) Int8,\n" }.joined() + "    d Foo\n"
        #expect(
            Self.excerpt(text) == """
                Unknown data type family: Foo

                 8:     c7 Int8,
                 9:     c8 Int8,
                10:     d Foo
                          ^
                """)
    }
}
