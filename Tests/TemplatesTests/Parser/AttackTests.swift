// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

/// What a request may try, and how it comes out harmless (template specification, section 16).
struct AttackTests {
    @Test(
        "text stays one string literal",
        arguments: [
            ("' OR '1'='1", #"'\' OR \'1\'=\'1'"#), ("\\", #"'\\'"#), ("\\' OR 1", #"'\\\' OR 1'"#),
            ("'; DROP TABLE t --", #"'\'; DROP TABLE t --'"#), ("') FORMAT JSON --", #"'\') FORMAT JSON --'"#), ("\0", #"'\0'"#),
            ("a\r\n\t\u{8}\u{1A}\"`%", #"'a\r\n\t\b\z\"\`\%'"#), ("{{tb_secret('k')}}", #"'{{tb_secret(\'k\')}}'"#),
            ("{% if %}", #"'{\% if \%}'"#), ("{x:String}", "'{x:String}'"), ("$VAR", "'$VAR'"),
            ("é\u{301}😀\u{202E}", "'é\u{301}😀\u{202E}'"),
        ])
    func text(_ value: String, _ literal: String) {
        #expect(rendered("{{x}}", ["x": .text(value)]) == literal)
        #expect(rendered("{{String(x)}}", ["x": .text(value)]) == literal)
        #expect(rendered("{{Array(x)}}", ["x": .list([.text(value)])]) == "[\(literal)]")
    }

    @Test("a number is digits and nothing else", arguments: ["1; DROP", "1 OR 1", "0x41", "1--", "5\n\n", "5\r", " 5", "²", "1_0", ""])
    func numbers(_ value: String) {
        #expect(rendered("{{Int32(x)}}", ["x": .text(value)]) == "error: Template Syntax Error: Error validating '\(value)' to type Int32")
    }

    @Test func `what follows a date stays inside the quotes`() {
        let value = "2025-01-01 10:00:00' OR 1=1 --"
        #expect(rendered("{{DateTime(d)}}", ["d": .text(value)]) == #"'2025-01-01 10:00:00\' OR 1=1 --'"#)
    }

    @Test(
        "an identifier stays inside the back-quotes",
        arguments: [
            (#"a\` FROM secrets --"#, #"`a\\\` FROM secrets --`"#), ("price` x", #"`price\` x`"#), ("*", "`*`"), (#"a\"#, #"`a\\`"#),
            ("a\"b", "`ab`"),
            ("", "``"), ("count()", "`count()`"),
        ])
    func identifiers(_ value: String, _ identifier: String) {
        for function in ["column", "columns", "symbol"] {
            #expect(rendered("{{\(function)(c)}}", ["c": .text(value)]) == identifier)
        }
    }

    @Test("a table is a plain name", arguments: ["(SELECT * FROM other)", "a; DROP TABLE b", "a.b.c", "a b", "", "a`", "ta\u{301}", "."])
    func tables(_ value: String) {
        #expect(
            rendered("{{table(t)}}", ["t": .text(value)]).hasPrefix("error: Template Syntax Error: '\(value)' is not a name table() takes"))
    }

    @Test func `the function and the aliases of columns cannot carry SQL`() {
        let value = "x) FROM system.one --"
        #expect(
            rendered("{{columns(c, 'a', 'sum')}}", ["c": .text(value)])
                == "sum(`x) FROM system`.`one --`) as `x) FROM system.one --`")
        #expect(rendered("{{columns('a', 'a', f)}}", ["f": .text("sum(x), max")]).hasPrefix("error: "))
    }

    @Test("sql_unescape never opens a literal", arguments: ["'", "\\", "", "\\'", "\""])
    func unescape(_ what: String) {
        #expect(rendered("{{sql_unescape(x, w)}}", ["x": .text(#"a\' OR 1"#), "w": .text(what)]) == #"'a\\\' OR 1'"#)
    }

    @Test func `undoing an escape never splits another`() {
        // After the first backslash of a pair the second is no start of an escape.
        #expect(rendered("{{sql_unescape(x, '%')}}", ["x": .text(#"\%"#)]) == #"'\\%'"#)
    }

    @Test func `settings stay on one comment line`() {
        #expect(rendered("{{max_threads(t)}}SELECT 1", ["t": .text("3\n; SELECT 2")]) == "-- max_threads: wrong argument\nSELECT 1")
        #expect(rendered("{{backend_hint(h)}}", ["h": .text("a\nb\r\u{2028}c\u{85}d\u{7F}")]) == "-- backend_hint a b  c d \n")
    }

    @Test func `a caught failure renders as text`() {
        let template = "{% try %}{{Int32(a)}}{% except Exception as e %}{{e}}{% end %}"
        #expect(
            rendered(template, ["a": .text("1; DROP TABLE t")])
                == #"'Template Syntax Error: Error validating \'1; DROP TABLE t\' to type Int32'"#)
    }

    @Test func `a list renders its texts quoted`() {
        let list = TemplateValue.list([.text("it's"), .text(#"a\"#), .list([TemplateValue(1), .float(1.5)]), .boolean(true)])
        #expect(rendered("{{x}}", ["x": list]) == #"['it\'s', 'a\\', [1, 1.5], True]"#)
    }

    @Test func `an object renders as a map, its texts quoted`() {
        #expect(rendered("{{x}}", ["x": TemplateValue(["it's": .text("a\n\u{2028}")])]) == "{'it\\'s': 'a\\n\u{2028}'}")
    }

    @Test func `a set is refused as SQL`() {
        #expect(rendered("{{ {1, 2} }}").hasPrefix("error: a set cannot be written as SQL"))
    }

    @Test func `a comment holds a value as it is, which the guard on the finished SQL has to see`() {
        #expect(rendered("/* {{x}} */ SELECT 1", ["x": .text("*/ DROP TABLE t /*")]) == "/* '*/ DROP TABLE t /*' */ SELECT 1")
        #expect(rendered("-- {{x}}\nSELECT 1", ["x": .text("a\n; DROP TABLE t")]) == "-- 'a\\n; DROP TABLE t'\nSELECT 1")
    }

    @Test func `a message cuts long values`() {
        let message = rendered("{{Int32(x)}}", ["x": .text(String(repeating: "9", count: 5000))])
        #expect(message.utf8.count < 300)
    }

    @Test(
        "calls of the host language are unknown",
        arguments: [
            "eval('1')", "open('f')", "exec('1')", "compile('1')", "__import__('os')", "getattr(x)", "globals()", "type(x)", "print(1)",
        ])
    func calls(_ call: String) {
        #expect(rendered("{{\(call)}}").hasPrefix("error: Template Syntax Error: Invalid function name: "))
    }
}
