// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

/// The rendering without a request that a pipe has to pass when it is loaded (template specification, section 13).
struct CheckTests {
    @Test(
        "parameters are placeholders",
        arguments: [
            ("{{x}}", "'__no_value__'"), ("{{String(x)}}", "'__no_value__'"), ("{{String(x, 'd')}}", "'d'"),
            ("{{String(x, '')}}", "'__no_value__'"),
            ("{{Int32(x)}}", "toInt32('0')"), ("{{Int32(x, 7)}}", "toInt32('7')"), ("{{Int(x)}}", "0"),
            ("{{Float64(x)}}", "toFloat64('0.0')"),
            ("{{Date(x)}}", "'2019-01-01'"), ("{{DateTime(x)}}", "'2019-01-01 00:00:00'"),
            ("{{DateTime64(x)}}", "'2019-01-01 00:00:00.000'"),
            ("{{Boolean(x)}}", "0"), ("{{Boolean(x, True)}}", "1"), ("{{Array(x)}}", "['']"), ("{{Array(x, 'Int32')}}", "[0,0]"),
            ("{{Array(x, 'Float32')}}", "[0.0,0.0]"),
            ("{{Array(x, 'Date')}}", "['2019-01-01','2019-01-01']"), ("{{column(x, 'd')}}", "`d`"), ("{{symbol(x)}}", "`placeholder`"),
            ("{{table(x)}}", "placeholder"),
            ("{{JSON(x, '[1]')}}", "[1]"), ("{{error('a')}}", "-- {x} \n"), ("{{custom_error('a')}}", "-- {x} \n"),
            ("{{day_diff(a, b)}}", "0"),
            ("{{date_diff_in_days(a, b, default=4)}}", "4"),
            ("{% for i in x %}{{i}}{% end %}", "'__no_value__''__no_value__''__no_value__'"),
            ("{% for i in split_to_array(x) %}{{i}}{% end %}", "''"), ("{% if x %}a{% end %}", "a"),
            ("{% if defined(x) %}a{% else %}b{% end %}", "b"),
            ("{% if x == 1 %}a{% else %}b{% end %}", "b"), ("{% if x.startswith('a') %}a{% else %}b{% end %}", "b"),
            ("{{String(x + 'a')}}", "'__no_value__'"),
            ("{% if not defined(u) %}{{error('no')}}{% end %}SELECT 1", "-- {x} \nSELECT 1"), ("{{x * 2}}", "'__no_value__'"),
            ("{{sql_unescape(x, '%')}}", "'__no_value__'"),
            ("{{tb_secret('k')}}", "{k: String}"), ("{{max_threads(x)}}SELECT", "-- max_threads: wrong argument\nSELECT"),
        ])
    func placeholders(_ template: String, _ sql: String) {
        #expect(checked(template, secrets: ["k"]) == sql)
    }

    @Test(
        "what cannot be checked is refused",
        arguments: [
            ("  {% if 0 %}SELECT 1{% end %}", "Template renders to an empty query without parameters"),
            (
                "{% if x > 1 %}{% end %}",
                "'>' not supported between instances of 'Placeholder' and 'int'. If you are using a dynamic parameter, you need to wrap it around a valid Data Type (e.g. Int8(placeholder))"
            ), ("\n{% if x.lower() %}{% end %}", "'Placeholder' object has no attribute 'lower', line 2"),
            ("{% if f(x) %}{% end %}", "Template Syntax Error: 'f' is not a valid function, line 1"),
            ("{{column(x)}}", "Template Syntax Error: Missing column() default value, use `column(column_name, 'default_column_name')`"),
            ("{{JSON(x)}}", "Template Syntax Error: Error parsing JSON: '__no_value__' - Expecting value: line 1 column 1 (char 0)"),
            ("{{Float32(1.5)}}", "\"1.5\" can not be used as a variable name"),
            ("{{String('')}}", "\"\" can not be used as a variable name"),
            (
                "{{tb_secret('other')}}",
                "Template Syntax Error: Cannot access secret 'other'. Check the secret exists in the Workspace and the token has the required scope. Set it first, or give it a default, e.g. tb_secret('other', '')."
            ),
        ])
    func refused(_ template: String, _ message: String) {
        #expect(checked(template, secrets: ["k"]) == "error: \(message)")
    }

    @Test("misuse of a placeholder can be told apart", arguments: ["%{% if x > 1 %}{% end %}", "%{% if x.lower() %}{% end %}"])
    func reason(_ text: String) throws {
        let template = try Template(parsing: text, name: "n")
        let error = #expect(throws: TemplateError.self) { try template.renderForCheck(context: RenderContext(jobTimestamp: "")) }
        #expect(error?.reason == .placeholder)
    }

    @Test func `a literal as a parameter's name renders for a request`() {
        #expect(rendered("{{Float32(1.5)}}") == "toFloat32('1.5')")
        #expect(rendered("{{columns(['a'])}}") == "error: \"['a']\" can not be used as a variable name")
    }
}
