// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

struct TypeFunctionTests {
    @Test(
        "a valid value renders as its type",
        arguments: [
            ("String", "a", "'a'"), ("Int8", "-128", "toInt8('-128')"), ("Int32", "+007", "toInt32('7')"),
            ("UInt8", "255", "toUInt8('255')"),
            ("UInt128", "+7", "toUInt128('7')"),
            (
                "Int256", "-57896044618658097711785492504343953926634992332820282019728792003956564819968",
                "toInt256('-57896044618658097711785492504343953926634992332820282019728792003956564819968')"
            ),
            (
                "UInt256", "115792089237316195423570985008687907853269984665640564039457584007913129639935",
                "toUInt256('115792089237316195423570985008687907853269984665640564039457584007913129639935')"
            ),
            ("Int", "5", "5"), ("Integer", "-5", "-5"), ("Float64", ".5", "toFloat64('0.5')"), ("Float32", " 1e3 ", "toFloat32('1000.0')"),
            ("Float64", "1e400", "toFloat64('inf')"), ("Float64", "-inf", "toFloat64('-inf')"), ("Float64", "nan", "toFloat64('nan')"),
            ("Date", "2025-13-45", "'2025-13-45'"), ("DateTime", "2025-03-01T10:00:00Z", "'2025-03-01T10:00:00Z'"),
            ("DateTime", "01/02/2025 1:2:3", "'01/02/2025 1:2:3'"), ("DateTime64", "2025-03-01 10:00:00.123", "'2025-03-01 10:00:00.123'"),
            ("Boolean", "FALSE", "0"), ("Boolean", "0", "0"), ("Boolean", "", "0"), ("Boolean", "no", "1"), ("Array", "a,b", "['a','b']"),
        ])
    func valid(_ type: String, _ value: String, _ sql: String) {
        #expect(rendered("{{\(type)(x)}}", ["x": .text(value)]) == sql)
        #expect(rendered("{{\(type)('\(value)')}}") == sql)
    }

    @Test(
        "an invalid value is named",
        arguments: [
            ("Int8", "128"), ("Int8", "-129"), ("UInt8", "-0"), ("UInt64", "+1"), ("UInt128", "-1"), ("Int32", "7.0"), ("Int32", "1e3"),
            ("Int256", "57896044618658097711785492504343953926634992332820282019728792003956564819968"),
            ("UInt256", "115792089237316195423570985008687907853269984665640564039457584007913129639936"), ("Float64", "1_0"),
            ("Float64", "1,5"), ("Float64", "0x1p3"), ("Float64", ""), ("Date", "2025-3-1"), ("Date", "2025-03-01 "),
            ("Date", "2025-03-01\n\n"), ("DateTime", "2025-03-01"), ("DateTime64", "2025-03-01 10:00:00"),
            ("DateTime64", "2025-03-01 10:00:30.1"),
        ])
    func invalid(_ type: String, _ value: String) {
        #expect(
            rendered("{{\(type)(x)}}", ["x": .text(value)]) == "error: Template Syntax Error: Error validating '\(value)' to type \(type)")
    }

    @Test(
        "values of a JSON body keep their kind until they are converted",
        arguments: [
            RenderCase("{{String(x)}}", ["x": TemplateValue(42)], "'42'"),
            RenderCase("{{String(x)}}", ["x": TemplateValue(true)], "'True'"),
            RenderCase("{{Int32(x)}}", ["x": TemplateValue(5)], "toInt32('5')"),
            RenderCase("{{Int32(x)}}", ["x": .float(5)], "error: Template Syntax Error: Error validating '5.0' to type Int32"),
            RenderCase("{{Float64(x)}}", ["x": TemplateValue(5)], "toFloat64('5.0')"), RenderCase("{{x}}", ["x": .float(0.00001)], "1e-05"),
            RenderCase("{{x}}", ["x": .float(1e16)], "1e+16"),
            RenderCase("{{x}}", ["x": .float(123456789012345680)], "1.2345678901234568e+17"),
            RenderCase("{{Boolean(x)}}", ["x": .list([])], "0"),
        ])
    func kinds(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "defaults stand in for what is missing, and are tested too",
        arguments: [
            RenderCase("{{Int32(n, 5)}}", [:], "toInt32('5')"), RenderCase("{{Int32(n, default=5)}}", [:], "toInt32('5')"),
            RenderCase("{{Int32(n, 5)}}", ["n": .text("")], "error: Template Syntax Error: Error validating '' to type Int32"),
            RenderCase("{{Int32(n, 'abc')}}", [:], "error: Template Syntax Error: Error validating 'abc' to type Int32"),
            RenderCase("{{Boolean(n)}}", [:], "0"), RenderCase("{{Boolean(n, True)}}", [:], "1"),
            RenderCase("{{Boolean(n, description='d')}}", [:], "0"),
            RenderCase("{{Int32(n, 5, required=True, enum=[1], description='d')}}", ["n": .text("9")], "toInt32('9')"),
            RenderCase("{{Int32(n, order=1)}}", [:], "error: Int32() has no argument \"order\" at <string>:1"),
            RenderCase("{{Int32()}}", [:], "error: Template Syntax Error: one of the transform type functions is missing an argument"),
        ])
    func defaults(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "arithmetic on typed numbers gives plain ones, and min gives the winner",
        arguments: [
            ("Int32(a) * Int32(a)", "25"), ("-Int32(a)", "-5"), ("Int32(a) + 1", "6"), ("min(Int32(a), 20)", "toInt32('5')"),
            ("max(Int32(a), 20)", "20"), ("Float64(a) * 2", "10.0"),
        ])
    func arithmetic(_ expression: String, _ sql: String) {
        #expect(rendered("{{\(expression)}}", ["a": .text("5")]) == sql)
    }

    @Test(
        "an array's items are tested one by one",
        arguments: [
            RenderCase("{{Array(x, 'Int32')}}", ["x": .text("1,2")], "[1,2]"),
            RenderCase(
                "{{Array(x, 'Int32')}}", ["x": .text("1, 2")], "error: Template Syntax Error: Error validating [1, 2][1] ( 2) to type Int32"
            ),
            RenderCase(
                "{{Array(x, 'Int32')}}", ["x": .text("")],
                "error: Template Syntax Error: Error validating [][0] (empty string) to type Int32"),
            RenderCase("{{Array(x)}}", ["x": .text("")], "['']"), RenderCase("{{Array(x)}}", ["x": .list([])], "[]"),
            RenderCase("{{Array(x)}}", ["x": .list([.text("a,b")])], "['a,b']"),
            RenderCase("{{Array(x)}}", ["x": .text("50%,`")], #"['50\%','\`']"#),
            RenderCase("{{Array(x, 'Float64')}}", ["x": .text("1,2.5")], "[1.0,2.5]"),
            RenderCase("{{Array(x, 'Boolean')}}", ["x": .text("true,0")], "[1,0]"),
            RenderCase("{{Array(x, 'Column')}}", ["x": .text("a,b`")], "[`a`,`b\\``]"),
            RenderCase("{{Array(x, 'UUID')}}", ["x": .text("a,'")], #"['a','\'']"#),
            RenderCase("{{Array(x, 'Int32', [1,2])}}", [:], "[1,2]"),
            RenderCase(
                "{{Array(x)}}", ["x": TemplateValue(5)], "error: Template Syntax Error: transform type function Array is not well defined"),
            RenderCase("{{Array(x, defined=False) if Array(x, defined=False) else 'none'}}", [:], "'none'"),
        ])
    func arrays(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "a parameter first mentioned as an array is a list for the whole node",
        arguments: [
            RenderCase("{{Array(p, 'Int32')}}{% for i in p %}{{i + 1}};{% end %}", ["p": .text("1,2")], "[1,2]2;3;"),
            RenderCase("{% for i in p %}{{i}};{% end %}{{Array(p)}}", ["p": .text("a,b")], "'a';',';'b';['a','b']"),
            RenderCase("{% try %}{{Array(p, 'Int32')}}{% except %}{% end %}{{p}}", ["p": .text("1,x")], "'1,x'"),
            RenderCase("{{len(p)}}{{Array(p, 'Nothing')}}", ["p": .text("1,2")], "2['1','2']"),
            RenderCase("{% set l = list(p) %}{{Array(p, 'Int32')}}{{l}}", ["p": .text("1,2")], "[1,2][1, 2]"),
        ])
    func lists(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test(
        "an array is text",
        arguments: [
            ("len(Array('1,2', 'Int32'))", "5"), ("Array('a,b').replace('a', 'c')", #"'[\'c\',\'b\']'"#),
            ("'none' if Array([]) == '' else Array([])", "[]"),
        ])
    func arrayTexts(_ expression: String, _ sql: String) {
        #expect(rendered("{% set a = \(expression) %}{{a}}") == sql)
    }

    @Test(
        "numbers may be written in the digits of any script, and end with one line break",
        arguments: [("Int32", "１２", "toInt32('12')"), ("UInt8", "٣\n", "toUInt8('3')"), ("Float64", "१.५", "toFloat64('1.5')")])
    func scripts(_ type: String, _ value: String, _ sql: String) {
        #expect(rendered("{{\(type)(x)}}", ["x": .text(value)]) == sql)
    }

    @Test(
        "the text about a missing parameter lists all that have no default",
        arguments: [
            ("{{Int32(a)}}{{Int32(b)}}{{Int32(c)}}", "a, b and c"), ("{{Int32(b)}}{{a}}", "b"),
            ("{{Int32(b)}}{{a if a else 'k'}}", "b and a"), ("{{Int32(b)}}{{column(a, 'd')}}", "b"),
            ("{% for i in split_to_array(a) %}{{i}}{% end %}{{Int32(c)}}", "i and c"), ("{{Int(a)}}{{Int32(b, 1)}}", ""),
            ("{{Int32(b)}}{{String(job_timestamp)}}", "b"), ("{{Int32(c)}}{{a + b + d}}", "c, d, a and b"),
            ("{% if defined(a) and Int32(a) > 1 %}{% end %}{{Int32(b)}}", "a and b"), ("{{String(a, 'x')}}{{Int32(a, None)}}", "a"),
        ])
    func missing(_ template: String, _ names: String) {
        let list = names.isEmpty ? "" : ". Check the parameters \(names). Please provide a value or set a default value in the pipe code."
        #expect(rendered(template) == "error: Template Syntax Error: Required parameter is not defined\(list)")
    }
}
