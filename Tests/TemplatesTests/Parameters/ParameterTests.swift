// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Templates
import Testing

struct ParameterTests {
    /// The parameters of a template, `name: Type = default` each, with `!` after the name of a required one.
    private func parameters(_ text: String) throws -> [String] {
        try Template(parsing: "%" + text, name: "n").parameters.map { parameter in
            let defaultText = parameter.defaultValue.map { " = \($0)" } ?? ""
            return "\(parameter.name)\(parameter.isRequired ? "!" : ""): \(parameter.type)\(defaultText)"
        }
    }

    @Test(
        "parameters are found without running the template",
        arguments: [
            ("{{Int32(a, 1)}}{{String(b)}}", ["a: Int32 = 1", "b!: String"]),
            ("{{Array(a, 'Int16', '1,2')}}{{Array(b)}}", ["a: Array(Int16) = 1,2", "b!: Array(String)"]),
            ("{{Int(a)}}{{Integer(b, -5)}}", ["a!: Int32", "b: Int32 = -5"]), ("{{a}}", ["a: String"]),
            ("{{String(a + '_x', 'd')}}", ["a: String"]),
            ("{% if defined(a) %}{{UInt64(a)}}{% end %}", ["a: UInt64"]), ("{% if defined({{UInt64(n)}}) %}{% end %}", ["n!: UInt64"]),
            ("{% if defined(y) and x > 0 %}{{UInt64(x)}}{% end %}", ["x: UInt64", "y: String"]),
            ("{% if a %}1{% elif defined(y) %}{{UInt64(x)}}{% end %}", ["y: String", "x: UInt64", "a: String"]),
            ("{% for i in items %}{{Int32(i, 0)}}{% end %}", ["items: String"]), ("{% set s = Int32(x, 0) %}{{s}}", ["x: Int32 = 0"]),
            ("{{Int32(a, 1)}}{{String(a, 'x')}}", ["a: Int32 = 1"]),
            ("{% if a == 1 %}{% end %}{{String(a)}}{{String(a, 'x')}}", ["a: String = x"]),
            ("{{Int64(a, 9223372036854775807)}}", ["a: Int64 = 9223372036854775807"]),
            ("{{symbol(a)}}{{table(t)}}{{max_threads(n)}}", ["a: String", "t: String", "n: String"]),
            ("{{sql_and(c=x, d=Int32(y))}}", ["x: String", "y!: Int32"]), ("{{String('lit')}}", ["lit!: String"]),
            ("{{id}}{{String(max)}}", ["id: String", "max!: String"]),
            ("{% set l = [i for i in a] %}", ["a: String"]), ("{{String(a, defined=False)}}", ["a: String"]),
            ("{{Int32(a, 5, required=True)}}", ["a!: Int32 = 5"]),
            ("{% set f = Float32(1.5) %}SELECT 1", []), ("{{Boolean(a)}}{{JSON(b)}}", ["a: Boolean", "b: JSON"]),
            ("{{date_diff_in_days(a, b)}}{{String(c)}}{{String(b)}}", ["a: String", "c!: String", "b!: String"]),
            ("{{date_diff_in_days(a, b)}}", ["a: String", "b: String"]),
        ])
    func found(_ template: String, _ expected: [String]) throws {
        #expect(try self.parameters(template) == expected)
    }

    @Test func `documentation is read from the declaration`() throws {
        let text = "%{{Int8(v, 3, description='How many', format='number', example='1', enum=[1, 2, 3])}}{{Int8(v, 9, description='no')}}"
        let parameter = try #require(try Template(parsing: text, name: "n").parameters.first)
        #expect(parameter.description == "How many")
        #expect(parameter.format == "number")
        #expect(parameter.example == .text("1"))
        #expect(parameter.enumeration == [TemplateValue(1), TemplateValue(2), TemplateValue(3)])
        #expect(parameter.defaultValue == TemplateValue(3))
    }

    @Test func `integers a browser cannot hold are text`() throws {
        let parameters = try Template(parsing: "%{{Int64(a, 9007199254740992)}}{{Int64(b, 9007199254740991)}}", name: "n").parameters
        #expect(parameters.map(\.defaultValue) == [.text("9007199254740992"), TemplateValue(9_007_199_254_740_991)])
    }

    @Test func `a name that also means something to the API is warned of once, where it stands`() throws {
        let template = try Template(parsing: "%\n{{a}}\n{{String(token, 'x')}}{{token}}{{debug}}{% set tag = 1 %}", name: "n")
        #expect(
            template.warnings.map(\.description) == [
                #"n:3:1: warning: the parameter "token" also means something to the API (give it another name)"#,
                #"n:3:1: warning: the parameter "debug" also means something to the API (give it another name)"#,
            ])
    }

    @Test func `a plain text has none`() throws {
        #expect(try Template(parsing: "SELECT {{String(a)}}", name: "n").parameters.isEmpty)
    }
}
