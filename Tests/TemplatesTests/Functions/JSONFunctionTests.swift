// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

struct JSONFunctionTests {
    @Test(
        "values of JSON",
        arguments: [
            (#"{"a":{"b":[10,20]}}"#, "JSON(j)['a']['b'][1]", "20"), (#"{"a":"it's"}"#, "JSON(j)['a']", #"'it\'s'"#),
            ("[1, 2.5, true]", "JSON(j)", "[1, 2.5, True]"),
            (#"{"a":1}"#, "JSON(j).get('b', 'd')", "'d'"), (#""\ud83d\ude00\n""#, "JSON(j)", #"'😀\n'"#),
            ("123456789012345678901234567890", "JSON(j)", "123456789012345678901234567890"),
            (#"{"a":1,"a":2}"#, "JSON(j)['a']", "2"), ("1e5", "JSON(j)", "100000.0"),
            (
                #"{"a":1}"#, "JSON(j)['b']",
                "error: Template Syntax Error: Missing key 'b' while rendering the template. Ensure every object accessed in the template has this key."
            ),
            ("[1]", "JSON(j)[1]", "error: Template Syntax Error: list index out of range"),
            (
                #"["a"]"#, "JSON(j)[0].get('k')",
                "error: Template Syntax Error: 'str' object has no attribute 'get'. Make sure you're using an object/dictionary where trying to use .get()"
            ),
        ])
    func values(_ json: String, _ expression: String, _ sql: String) {
        #expect(rendered("{{\(expression)}}", ["j": .text(json)]) == sql)
    }

    @Test(
        "what is no JSON is refused with the place",
        arguments: [
            ("", "'' - Expecting value: line 1 column 1 (char 0)"),
            ("{", "'{' - Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ("[1,]", "'[1,]' - Expecting value: line 1 column 4 (char 3)"), ("1 2", "'1 2' - Extra data: line 1 column 3 (char 2)"),
            (#"{"a" 1}"#, #"'{"a" 1}' - Expecting ':' delimiter: line 1 column 6 (char 5)"#),
            ("[1 2]", "'[1 2]' - Expecting ',' delimiter: line 1 column 4 (char 3)"),
            ("[1,\n2,\nx]", "'[1,\n2,\nx]' - Expecting value: line 3 column 1 (char 7)"),
            ("\"a", "'\"a' - Unterminated string starting at: line 1 column 1 (char 0)"),
            ("[[[[[[[[[[[[[[[[[x", "'[[[[[[[[[[[[[[[[...' - Expecting value: line 1 column 18 (char 17)"),
        ])
    func failures(_ json: String, _ message: String) {
        #expect(rendered("{{JSON(j)}}", ["j": .text(json)]) == "error: Template Syntax Error: Error parsing JSON: \(message)")
    }

    @Test func `deep nesting is refused`() {
        let message = rendered("{{JSON(j)}}", ["j": .text(String(repeating: "[", count: 100_000))])
        #expect(message.contains("Too deeply nested"))
    }

    @Test(
        "defaults",
        arguments: [
            ("{% for i in JSON(j, '[1,2]') %}{{i}}{% end %}", "12"),
            ("{% for k, v in JSON(j, '{\"a\":1}').items() %}{{k}}{{v}}{% end %}", "'a'1"),
            ("{% for i in JSON(j) %}{% end %}x", "x"),
        ])
    func defaults(_ template: String, _ sql: String) {
        #expect(rendered(template) == sql)
    }
}
