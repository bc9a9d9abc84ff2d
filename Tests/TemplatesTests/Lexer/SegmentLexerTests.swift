// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

struct SegmentLexerTests {
    @Test(
        "braces open what the innermost pair says",
        arguments: [
            RenderCase("{{{x}}}", ["x": .text("a")], "{'a'}"), RenderCase("{", [:], "{"), RenderCase("a{", [:], "a{"),
            RenderCase("{ {x}}", [:], "{ {x}}"), RenderCase("{# a\n b #}c", [:], "c"), RenderCase("{#!", [:], "{#"),
            RenderCase("{%!x%}", [:], "{%x%}"), RenderCase("{% comment a %}b", [:], "b"), RenderCase("{{ {'k':1}['k'] }}", [:], "1"),
            RenderCase("{%if x%}1{%end%}", ["x": .text("a")], "1"),
        ])
    func segments(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "a text that cannot be divided says where",
        arguments: [
            ("{{", "Missing end expression }} at <string>:1"), ("a\n{{x", "Missing end expression }} at <string>:2"),
            ("{% if x", "Missing end block %} at <string>:1"), ("{#", "Missing end comment #} at <string>:1"),
            ("{{ }}", "Empty expression at <string>:1"), ("{% %}", "Empty block tag ({% %}) at <string>:1"),
            ("{{JSON(j, '{\"a\":{\"b\":1}}')}}", "invalid syntax: a string that begins with ' is not closed at <string>:1"),
        ])
    func failures(_ template: String, _ message: String) {
        #expect(rendered(template) == "error: \(message)")
    }

    @Test(
        "literals are read",
        arguments: [
            ("'a' 'b'", "'ab'"), (#"r'\n'"#, #"'\\n'"#), (#"'\x41\u0042\t\q'"#, #"'AB\t\\q'"#), ("'''it's'''", #"'it\'s'"#),
            ("1_000", "1000"),
            ("0x1F", "31"), ("1e-3", "0.001"), ("f'a{1}b'", "'a1b'"), ("True", "True"), ("'\\U0001F600'", "'😀'"), ("0b11", "3"),
            ("1.", "1.0"),
        ])
    func literals(_ expression: String, _ sql: String) {
        #expect(rendered("{{ \(expression) }}") == sql)
    }

    @Test(
        "malformed literals are refused", arguments: ["'a", "012", "1x", "1__0", #"'\xZZ'"#, #"'\ud800'"#, "0x", "1e", "?", "f'{'", "f'}'"])
    func malformed(_ expression: String) {
        #expect(rendered("{{ \(expression) }}").hasPrefix("error: "))
    }
}
