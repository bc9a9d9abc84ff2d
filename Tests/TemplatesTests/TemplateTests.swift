// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Templates
import Testing

struct TemplateTests {
    private let context = RenderContext(jobTimestamp: "2025-01-02 03:04:05")

    @Test(
        "a text without % at its start renders to itself",
        arguments: ["SELECT {'a':1}", "SELECT '{{x}}' ", "SELECT 10 % 3", "{% if x %}", ""])
    func plain(_ text: String) throws {
        let template = try Template(parsing: text, name: "n")
        #expect(!template.isDynamic)
        #expect(try template.render(TemplateArguments([:]), context: self.context).sqlText == text)
        #expect(try template.renderForCheck(context: self.context).sqlText == text)
    }

    @Test(
        "one % after blanks makes a template, and what follows it is kept",
        arguments: [("%\nSELECT 1\n", "\nSELECT 1"), (" \n % SELECT {{1}}", " SELECT 1"), ("%%SELECT", "%SELECT"), ("%", "")])
    func dynamic(_ text: String, _ sql: String) throws {
        let template = try Template(parsing: text, name: "n")
        #expect(template.isDynamic)
        #expect(try template.render(TemplateArguments([:]), context: self.context).sqlText == sql)
    }

    @Test func `failures say the node and the line`() throws {
        let template = try Template(parsing: "%\nSELECT 1\n{% if x == 1 %}\n{{Int32(n, 'a')}}\n{% end %}", name: "totals")
        let error = #expect(throws: TemplateError.self) {
            try template.render(TemplateArguments(["x": TemplateValue(1)]), context: self.context)
        }
        #expect(error?.location.file == "totals")
        #expect(error?.location.line == 4)
        #expect(error?.reason == .invalidValue)
        #expect(error?.httpStatus == 400)
        #expect(error?.documentation == "/cli/advanced-templates.html")
    }

    @Test func `a missing end names the node`() {
        let error = #expect(throws: TemplateError.self) { try Template(parsing: "%SELECT 1 {% if x %}", name: "totals") }
        #expect(error?.message == "Missing {% end %} block for if in the node totals at line 1 of the SQL: SELECT 1 {% if x %}")
    }

    @Test func `the last wish for a setting wins wherever it stands`() throws {
        let text = "%{{max_threads(8)}}{% set t = max_threads(2) %}{{cache_ttl('5m')}}{{activate('analyzer')}}{{disable('analyzer')}}"
        let settings = try Template(parsing: text, name: "n").render(TemplateArguments([:]), context: self.context).settings
        #expect(settings.maxThreads == 2)
        #expect(settings.cacheTTLSeconds == 300)
        #expect(settings.activatedFeatures == ["analyzer"])
        #expect(settings.disabledFeatures == ["analyzer"])
    }

    @Test func `settings of several nodes merge`() {
        var settings = RenderedSettings()
        settings.maxThreads = 4
        var other = RenderedSettings()
        other.cacheTTLSeconds = 60
        settings.merge(other)
        #expect(settings.maxThreads == 4)
        #expect(settings.cacheTTLSeconds == 60)
    }

    @Test func `the time of the run stands in for a job timestamp that was not sent`() {
        #expect(rendered("{{job_timestamp}}") == "'2025-01-02 03:04:05'")
        #expect(rendered("{{DateTime(job_timestamp)}}", ["job_timestamp": .text("2020-01-01 00:00:00")]) == "'2020-01-01 00:00:00'")
    }

    @Test(
        "reserved names are refused",
        arguments: [
            ("{{q}}", "error: \"q\" can not be used as a variable name, line 1"),
            ("\n{{String(format, 'a')}}", "error: \"format\" can not be used as a variable name, line 2"),
            ("{% set q = 1 %}", "error: \"q\" can not be used as a variable name, line 1"),
        ])
    func reserved(_ template: String, _ message: String) {
        #expect(rendered(template) == message)
    }

    @Test(
        "a request never replaces a function or a name the template sets",
        arguments: [
            RenderCase("{{String('a')}}", ["String": .text("x")], "'a'"), RenderCase("{{String(String)}}", ["String": .text("x")], "'x'"),
            RenderCase("{% set a = 1 %}{{a}}", ["a": .text("x")], "1"), RenderCase("{{self}}", ["self": .text("x")], "'x'"),
            RenderCase("{{String(filter, 'd')}}", [:], "'d'"), RenderCase("{{String(error, 'd')}}", [:], "'d'"),
            RenderCase("{% if defined(max) %}a{% else %}b{% end %}", [:], "b"),
        ])
    func ownNames(_ example: RenderCase) {
        #expect(example.result == example.sql)
    }

    @Test func `null equals a parameter that was not sent`() {
        #expect(rendered("{{String(x, 'd')}}", ["x": .none]) == "'d'")
    }
}
