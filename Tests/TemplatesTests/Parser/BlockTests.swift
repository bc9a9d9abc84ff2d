// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

struct BlockTests {
    @Test(
        "blocks run as they are written",
        arguments: [
            RenderCase("{% if x == 1 %}a{% elif x == 2 %}b{% else %}c{% end %}", ["x": TemplateValue(2)], "b"),
            RenderCase("{% for i in [1,2,3] %}{% if i == 2 %}{% break %}{% end %}{{i}}{% else %}E{% end %}", [:], "1"),
            RenderCase("{% for i in [1,2,3] %}{% if i == 2 %}{% continue %}{% end %}{{i}}{% else %}E{% end %}", [:], "13E"),
            RenderCase("{% set i = 0 %}{% while i < 3 %}{{i}}{% set i += 1 %}{% else %}E{% end %}", [:], "012E"),
            RenderCase("{% for a, (b, c) in [(1, (2, 3))] %}{{a}}{{b}}{{c}}{% end %}{{c}}", [:], "1233"),
            RenderCase("{% try %}a{{Int32(x)}}{% except %}b{% end %}", [:], "ab"),
            RenderCase("{% try %}a{% except ValueError %}b{% else %}c{% finally %}d{% end %}", [:], "acd"),
            RenderCase("{% try %}{{[][0]}}{% except (KeyError, LookupError) %}I{% end %}", [:], "I"),
            RenderCase("{% try %}{{[][0]}}{% except KeyError %}I{% end %}", [:], "error: Template Syntax Error: list index out of range"),
            RenderCase("{% set a, b = 1, 2 %}{{a}}{{b}}", [:], "12"), RenderCase("{% set a = b = 3 %}{{a}}{{b}}", [:], "33"),
            RenderCase("{% set a = [1,2] %}{% set a[0] = 5 %}{% set a.append('x') %}{{a}}", [:], "[5, 2, 'x']"),
            RenderCase("{% set d = {'k': [1]} %}{% set d['k'].append(2) %}{% set d['k'][0] -= 1 %}{{d['k']}}", [:], "[0, 2]"),
            RenderCase("{% whitespace single %}a  b \n  c{% whitespace all %}  d", [:], "a b\nc  d"),
            RenderCase("{% whitespace oneline %}a  b \n  c", [:], "a b c"), RenderCase("{% if x %}{% end if %}a", [:], "a"),
            RenderCase("{% set y = String(x, 'd') %}{{y}}", [:], "'d'"),
        ])
    func blocks(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "a name that is set anywhere is local everywhere",
        arguments: [
            "{% set x = x %}", "{{x}}{% set x = 1 %}", "{% if not defined(x) %}{% set x = 'd' %}{% end %}",
            "{% if False %}{% set x = 1 %}{% end %}{{x}}", "{{x}}{% for x in [] %}{% end %}",
        ])
    func scope(_ template: String) {
        let message = "error: Template Syntax Error: cannot access local variable 'x' where it is not associated with a value"
        #expect(rendered(template, ["x": .text("1")]) == message)
    }

    @Test(
        "structure that does not fit is refused",
        arguments: [
            ("{% end %}", "Extra {% end %} block at <string>:1"), ("a\n{% for i in x %}", "Missing {% end %} block for if at line 2"),
            ("{% else %}", "else outside {'if', 'for', 'while', 'try'} block at <string>:1"),
            ("{% for i in [1] %}{% elif x %}{% end %}", "elif block cannot be attached to for block at <string>:1"),
            ("{% if x %}{% else if y %}{% end %}", "Template Syntax Error: Invalid control block: else if y"),
            ("{% set %}", "set missing statement at <string>:1"), ("{% break %}", "break outside {'for', 'while'} block at <string>:1"),
            ("{% if(x) %}{%end%}", "unknown operator: 'if(x)' at <string>:1"), ("{% endif %}", "unknown operator: 'endif' at <string>:1"),
            ("{% with x %}", "unknown operator: 'with' at <string>:1"), ("{% whitespace foo %}", "invalid whitespace mode foo"),
            ("{% for i in [1] %}{% else %}{% break %}{% end %}", "break outside {'for', 'while'} block at <string>:1"),
            ("{% if x %}{% else %}{% elif y %}{% end %}", "invalid syntax: elif cannot follow else at <string>:1"),
            ("{% try %}a{% end %}", "invalid syntax: a try block needs {% except %} or {% finally %} at <string>:1"),
            ("{% if x: %}{% end %}", "Template Syntax Error: Invalid control block: if x:"),
            ("{% set a = 1; b = 2 %}", "Template Syntax Error: Invalid set statement: a = 1; b = 2"),
            ("{% set import os %}", "Template Syntax Error: Invalid set statement: import os"),
            ("{% set a: int = 1 %}", "Template Syntax Error: Invalid set statement: a: int = 1"),
        ])
    func structure(_ template: String, _ message: String) {
        #expect(rendered(template) == "error: \(message)")
    }

    @Test(
        "tags of other template languages are forbidden",
        arguments: ["include", "extends", "block", "apply", "autoescape", "raw", "module", "import", "from"])
    func forbidden(_ word: String) {
        #expect(rendered("{% \(word) x %}") == "error: \(word == "from" ? "import" : word) is forbidden at <string>:1")
    }
}
