// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

struct FunctionTests {
    @Test(
        "identifiers",
        arguments: [
            RenderCase("{{column(x)}}", ["x": .text("t.price")], "`t`.`price`"),
            RenderCase(
                "{{column(x)}}", [:],
                "error: Template Syntax Error: Missing column() default value, use `column(column_name, 'default_column_name')`"),
            RenderCase(
                "{{columns(x)}}", [:],
                "error: Template Syntax Error: Missing columns() default value, use `columns(column_names, 'default_column_name')`"),
            RenderCase("{{columns(x)}}", ["x": .text("a, b.c")], "`a`,`b`.`c`"),
            RenderCase(
                "{{columns(x)}}", ["x": .list([])], "error: Template Syntax Error: The 'columns' function expects a String not an Array"),
            RenderCase("{{column(x)}}", ["x": TemplateValue(5)], "error: Template Syntax Error: a name is text, found a value of kind int"),
            RenderCase("{{symbol('db.t')}}", [:], "`db.t`"), RenderCase("{{symbol('a', '\"')}}", [:], "\"a\""),
            RenderCase("{{table('ws.events')}}{{TABLE('t')}}", [:], "ws.eventst"),
            RenderCase(
                "{{symbol(x)}}{{Int32(y)}}", [:],
                "error: Template Syntax Error: Required parameter is not defined. Check the parameters y. Please provide a value or set a default value in the pipe code."
            ),
        ])
    func identifiers(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "defined, split_to_array, enumerate_with_last",
        arguments: [
            ("defined(x)", "False"), ("defined()", "False"), ("defined('x')", "True"), ("defined(Int32(x, defined=False))", "False"),
            ("split_to_array(' a, b ,c')", "['a', 'b', 'c']"), ("split_to_array(x)", "['']"), ("split_to_array(x, 'p,q')", "['p', 'q']"),
            ("split_to_array('a|b', separator='|')", "['a', 'b']"), ("split_to_array('a b  c', separator=None)", "['a', 'b', 'c']"),
            ("enumerate_with_last('ab')", "[(False, 'a'), (True, 'b')]"),
            ("enumerate_with_last([])", "[]"),
        ])
    func collections(_ expression: String, _ literal: String) {
        #expect(evaluated(expression) == "'\(literal.replacing("'", with: "\\'"))'")
    }

    @Test(
        "sql_and and sql_unescape",
        arguments: [
            RenderCase(
                "{{sql_and(a=1, b__gt=2, c__not_in=Array('x,y'), d=None, e=f'z')}}", [:],
                "a = 1 and b > 2 and c not in ['x','y'] and e = 'z'"),
            RenderCase("{{sql_and(a__b__lte=x)}}", ["x": .text("v'")], #"a__b <= 'v\''"#), RenderCase("{{sql_and(a=x)}}", [:], ""),
            RenderCase("{{sql_and(a__like=1)}}", [:], "error: Template Syntax Error: operand like not supported"),
            RenderCase("{{sql_unescape('50%', '%')}}", [:], "'50%'"), RenderCase("{{sql_unescape('50%')}}", [:], #"'50\%'"#),
            RenderCase("{{sql_unescape('a`%', '`')}}", [:], #"'a`\%'"#),
        ])
    func conditions(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "settings",
        arguments: [
            ("max_threads('4')", "-- max_threads 4\n"), ("max_threads(2.7)", "-- max_threads 2\n"),
            ("max_threads(x)", "-- max_threads: wrong argument\n"),
            ("cache_ttl('1h')", "-- cache_ttl 1h\n"),
            (
                "cache_ttl('2m')",
                "error: Template Syntax Error: Invalid TTL cache expression, valid expressions are ('5s', '1m', '5m', '30m', '1h')"
            ), ("activate('parallel_replicas')", "-- activate parallel_replicas\n"),
            ("activate('x')", "error: Template Syntax Error: 'x' is not a valid 'activate' argument"),
            ("disable('x')", "error: Template Syntax Error: 'x' is not a valid 'disable' argument"),
        ])
    func settings(_ expression: String, _ sql: String) {
        #expect(rendered("{{\(expression)}}") == sql)
    }

    @Test(
        "secrets that are missing",
        arguments: [
            (
                "tb_secret('k')",
                "error: Template Syntax Error: Cannot access secret 'k'. Check the secret exists in the Workspace and the token has the required scope."
            ), ("tb_secret('k', 'd')", "'d'"), ("tb_var('k', '')", "''"), ("tb_secret('k', 5)", "5"),
        ])
    func secrets(_ expression: String, _ sql: String) {
        #expect(rendered("{{\(expression)}}", ["k": .text("v"), "tb_secrets": .list([.text("k")])]) == sql)
    }

    @Test(
        "authors' refusals",
        arguments: [
            ("error('no', 500)", "no", 400, nil), ("custom_error('gone', 410)", "gone", 410, nil), ("custom_error('x', 99)", "x", 400, nil),
            ("custom_error('x', 'y')", "x", 400, nil),
            ("custom_error({'error': 'e', 'n': [1, None, 1.5]}, 422)", "e", 422, #"{"error":"e","n":[1,null,1.5]}"#),
            ("custom_error({'reason': '\"\\n'})", #"{"reason":"\"\n"}"#, 400, #"{"reason":"\"\n"}"#),
        ] as [(String, String, Int, String?)])
    func refusals(_ expression: String, _ message: String, _ status: Int, _ body: String?) throws {
        let template = try Template(parsing: "%{{\(expression)}}", name: "n")
        let error = #expect(throws: TemplateError.self) {
            try template.render(TemplateArguments([:]), context: RenderContext(jobTimestamp: ""))
        }
        #expect(error?.message == message)
        #expect(error?.httpStatus == status)
        #expect(error?.customBody == body)
    }
}
