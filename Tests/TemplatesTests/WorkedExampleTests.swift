// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

/// The worked examples of the template specification, section 18.
struct WorkedExampleTests {
    static let cases: [RenderCase] = [
        RenderCase(
            "SELECT {{String(n)}}", [:],
            "error: Template Syntax Error: Required parameter is not defined. Check the parameters n. Please provide a value or set a default value in the pipe code."
        ),
        RenderCase("SELECT {{String(n, 'anon')}}", ["n": .text("")], "SELECT ''"),
        RenderCase("SELECT {{n}}", [:], "error: Template Syntax Error: expression \"n\" evaluated to null"),
        RenderCase(
            "SELECT {{String(n, defined=False)}}", [:],
            "error: Template Syntax Error: expression \"String(n, defined=Fa...\" evaluated to null"),
        RenderCase(
            "SELECT {{Int32(a)}} AND {{Int32(b)}}", ["b": .text("1")],
            "error: Template Syntax Error: Required parameter is not defined. Check the parameters a and b. Please provide a value or set a default value in the pipe code."
        ),
        RenderCase(
            "LIMIT {{Int32(size, 20)}} OFFSET {{Int32(page, 0) * Int32(size, 20)}}", ["page": .text("3")], "LIMIT toInt32('20') OFFSET 60"),
        RenderCase("WHERE lat > {{Float32(s, -90)}}", [:], "WHERE lat > toFloat32('-90.0')"),
        RenderCase("WHERE id IN {{Array(ids, 'Int64', '1')}}", ["ids": .text("4,5")], "WHERE id IN [4,5]"),
        RenderCase("{% if Boolean(t, False) %}a{% else %}b{% end %}", ["t": .text("false")], "b"),
        RenderCase("{% if t %}a{% else %}b{% end %}", ["t": .text("false")], "a"),
        RenderCase(
            "ORDER BY {{column(by, 'ts')}} {% if dir == 'asc' %}ASC{% else %}DESC{% end %}", ["by": .text("price")],
            "ORDER BY `price` DESC"),
        RenderCase(
            "SELECT {% for last, c in enumerate_with_last(split_to_array(m, 'a,b')) %}sum({{column(c)}}) AS {{symbol(c)}}"
                + "{% if not last %}, {% end %}{% end %} FROM t",
            [:], "SELECT sum(`a`) AS `a`, sum(`b`) AS `b` FROM t"),
        RenderCase("SELECT {{columns(c, 'a', 'sum')}}", ["c": .text("p,q")], "SELECT sum(`p`) as `p`,sum(`q`) as `q`"),
        RenderCase(
            "WHERE {{sql_and(country=c, age__gte=Int32(a), id__in=Array(i, 'Int32', defined=False))}}",
            ["c": .text("ES"), "a": .text("18")], "WHERE country = 'ES' and age >= toInt32('18')"),
        RenderCase("{{max_threads(2)}}{{cache_ttl('1m')}}SELECT 1", [:], "-- max_threads 2\n-- cache_ttl 1m\nSELECT 1"),
        RenderCase(
            "WHERE note LIKE {{sql_unescape('%' + String(p) + '%', '%')}}", ["p": .text("e'rr")], "WHERE note LIKE '%e\\'rr%'"),
        RenderCase(
            "{% for f in JSON(fs, '[]') %}{{column(f['c'])}} = {{f['v']}} AND {% end %}1",
            ["fs": .text(#"[{"c":"country","v":"ES"}]"#)], "`country` = 'ES' AND 1"),
        RenderCase(
            "{% if date_diff_in_days(Date(f, '2025-01-01'), Date(t, '2025-01-08')) > 30 %}month{% else %}day{% end %}", [:], "day"),
        RenderCase(
            "SELECT 1\n{% if a %}\nWHERE 1\n{% end %}\nLIMIT 1", ["a": .text("1")], "SELECT 1\n\nWHERE 1\n\nLIMIT 1"),
        RenderCase("SELECT '{{!x}}'", [:], "SELECT '{{x}}'"),
    ]

    @Test("a worked example renders as the specification says", arguments: Self.cases)
    func example(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test func `secrets become parameters of the query`() throws {
        let template = try Template(
            parsing: "% SELECT * FROM postgresql({{tb_secret('host')}}, 'db', 't', {{tb_secret('u')}}, {{tb_var('p')}})", name: "n")
        let rendered = try template.render(
            TemplateArguments([:]), context: RenderContext(jobTimestamp: "", secretNames: ["host", "u", "p", "unused"]))
        #expect(rendered.sqlText == " SELECT * FROM postgresql({host: String}, 'db', 't', {u: String}, {p: String})")
        #expect(rendered.usedSecrets == ["host", "u", "p"])
    }

    @Test func `an author's refusal carries status and body`() throws {
        let template = try Template(
            parsing: "%{% if not defined(u) %}{{custom_error({'error':'no user'}, 403)}}{% end %}SELECT 1", name: "endpoint")
        let error = #expect(throws: TemplateError.self) {
            try template.render(TemplateArguments([:]), context: RenderContext(jobTimestamp: ""))
        }
        #expect(error?.httpStatus == 403)
        #expect(error?.customBody == #"{"error":"no user"}"#)
        #expect(error?.message == "no user")
    }
}
