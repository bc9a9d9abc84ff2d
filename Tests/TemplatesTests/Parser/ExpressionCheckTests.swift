// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

struct ExpressionCheckTests {
    @Test(
        "an expression beyond the allow-list is refused before anything runs",
        arguments: [
            ("1 / 2", "Invalid BinOp: Div()"), ("2 ** 3", "Invalid BinOp: Pow()"), ("7 % 2", "Invalid BinOp: Mod()"),
            ("+5", "Invalid UnaryOp: UAdd()"), ("~5", "Invalid UnaryOp: Invert()"), ("1 < 2", "Invalid expression type: Compare(...)"),
            ("a and b", "Invalid expression type: BoolOp(...)"), ("x.y", "Invalid expression type: Attribute(...)"),
            ("x.upper()", "Invalid method name: upper"), ("[1][a]", "Invalid Slice expression: Name(...)"),
            ("[1,2][-1]", "Invalid Slice expression: UnaryOp(...)"), ("'a' if x == 1 else 'b'", "Invalid expression type: Compare(...)"),
            ("lambda: 1", "Invalid expression type: Lambda(...)"), ("[i for i in [1]]", "Invalid expression type: ListComp(...)"),
            ("__class__", "Invalid name: __class__"), ("foo(1)", "Invalid function name: foo"), ("str(1)", "Invalid function name: str"),
            ("b'x'", "Invalid Constant: Constant(value=b'x')"), ("1j", "Invalid Constant: Constant(value=1j)"),
            ("x = 1", "Invalid expression type: Assign(...)"), ("yield 1", "Invalid expression type: Yield(...)"),
            ("min(*x)", "Invalid expression type: Starred(...)"),
            ("sql_and(**JSON(f))", "** cannot be used in the arguments of a call: name each argument"),
            ("String(x, description=open('f').read())", "Invalid method name: read"),
            ("String(x, default=a.b)", "Invalid expression type: Attribute(...)"),
        ])
    func output(_ expression: String, _ message: String) {
        #expect(rendered("{{ \(expression) }}") == "error: Template Syntax Error: \(message)")
    }

    @Test(
        "what the allow-list names renders",
        arguments: [
            RenderCase("{{ 'a' if defined(x) else 'b' }}", [:], "'b'"), RenderCase("{{ [1,2,3][::-1] }}", [:], "[3, 2, 1]"),
            RenderCase("{{ 'a b'.split(' ')[1] }}", [:], "'b'"), RenderCase("{{ -5 * 2 - 1 }}", [:], "-11"),
            RenderCase("{{ (1, 'a') }}", [:], "(1, 'a')"), RenderCase("{{ String(x, 'd', required=1 > 2) }}", [:], "'d'"),
            RenderCase("{{ f'{1:03d}' }}", [:], "'001'"), RenderCase("{{ not x }}", [:], "True"),
        ])
    func allowed(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "a tag refuses what reaches beyond the language",
        arguments: [
            ("eval('1')", "Invalid function name: eval"), ("getattr(x, 'a')", "Invalid function name: getattr"),
            ("type(x)", "Invalid function name: type"), ("x.__class__", "Invalid attribute: __class__"), ("x._y", "Invalid attribute: _y"),
            ("'{0}'.format(x)", "Invalid attribute: format"), ("(i for i in [1]).gi_frame.f_builtins", "Invalid attribute: f_builtins"),
            ("__builtins__", "Invalid name: __builtins__"), ("[(yield)]", "Invalid expression type: Yield(...)"),
        ])
    func block(_ expression: String, _ message: String) {
        #expect(rendered("{% if \(expression) %}{% end %}") == "error: Template Syntax Error: \(message)")
        #expect(rendered("{% set a = \(expression) %}") == "error: Template Syntax Error: \(message)")
    }

    @Test("names of refused functions are good parameters", arguments: ["type", "object", "open", "print", "dir", "property"])
    func parameterNames(_ name: String) {
        #expect(rendered("{% if defined(\(name)) %}{{\(name)}}{% end %}", [name: .text("v")]) == "'v'")
    }

    @Test(
        "an unknown function in a tag fails when it runs",
        arguments: [
            ("foo(1)", "wrong syntax, you might be using a not valid function inside a control block"),
            ("x()", "wrong syntax, you might be using a not valid function inside a control block"),
            ("defined({{UInt64(n, 1)}})", "wrong syntax, you might be using a not valid function inside a control block"),
            ("length(x)", "length cannot be used as a variable name or as a function inside of a template"),
        ])
    func unknownFunction(_ expression: String, _ message: String) {
        #expect(rendered("{% if \(expression) %}{% end %}") == "error: Template Syntax Error: \(message)")
        #expect(rendered("{% if False %}{% if \(expression) %}{% end %}{% end %}a") == "a")
    }

    @Test("the forbidden word from is named", arguments: ["{{from x}}", "{{String(from, 'a')}}"])
    func from(_ template: String) {
        #expect(rendered(template) == "error: \"from\" is a forbidden word at <string>:1")
    }

    @Test("the name of a secret is the author's", arguments: ["tb_secret(which)", "tb_var('a' + b)", "tb_secret('a b')", "tb_secret('')"])
    func secretNames(_ expression: String) {
        let message = rendered("{{\(expression)}}", ["which": .text("k"), "b": .text("k")], secrets: ["k", "ak"])
        #expect(message.contains("takes the name of a secret as a literal text"))
    }
}
