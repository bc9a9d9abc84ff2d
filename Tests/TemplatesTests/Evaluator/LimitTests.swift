// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

/// What a template may cost (template specification, section 17).
struct LimitTests {
    @Test(
        "a template that costs too much is ended",
        arguments: [
            ("{% while True %}x{% end %}", "100000 loop passes"), ("{% for i in range(10**12) %}{% end %}", "100000 loop passes"),
            ("{% set a = 'a' * 10**9 %}", "1048576 bytes of output"), ("{{ [1] * 1000000000 }}", "1048576 bytes of output"),
            ("{% set a = [] %}{% for i in range(100) %}{% set a = [a] %}{% end %}", "50 nested values"),
            ("{% set a = [1] %}{% for i in range(40) %}{% set a = [a, a] %}{% end %}", "1000000 evaluation steps"),
            ("{% set a = [1] %}{% for i in range(40) %}{% set a.append(a) %}{% end %}", "1000000 evaluation steps"),
            ("{% set a = 'aa' %}{% for i in range(40) %}{% set a = a + a %}{% end %}", "1048576 bytes of output"),
            ("{% set a = 2 ** 10**9 %}", "512 bits of an integer"), ("{% set a = 1 << 513 %}", "512 bits of an integer"),
            ("{% set a = 'a'.ljust(10**9) %}", "1048576 bytes of output"),
            ("{% for i in range(90000) %}aaaaaaaaaaaaaaaa{% end %}", "1048576 bytes of output"),
            ("{% set a = ('a' * 100000).replace('a', 'b' * 1000) %}", "1048576 bytes of output"),
        ])
    func costs(_ template: String, _ limit: String) {
        #expect(rendered(template) == "error: Template Syntax Error: template exceeds the limit of \(limit)")
    }

    @Test(
        "work that grows faster than the text is counted as such",
        arguments: [
            "{% set a = 'a' * 10000 %}{% for i in range(90) %}{% set b = a.title() %}{% end %}",
            "{% set a = 3 ** 300 %}{% for i in range(90) %}{% set b = a // 7 ** 100 %}{% end %}",
            "{% for i in range(90) %}{% set b = f'{1.1e300:.900f}' %}{% end %}",
            "{% for i in range(90) %}{% set b = '%.900f' % 1.1e-300 %}{% end %}",
        ])
    func expensive(_ text: String) throws {
        var limits = TemplateLimits()
        limits.evaluationSteps = 20_000
        let context = RenderContext(jobTimestamp: "", limits: limits)
        let template = try Template(parsing: "%" + text, name: "n")
        let error = #expect(throws: TemplateError.self) { try template.render(TemplateArguments([:]), context: context) }
        #expect(error?.message == "Template Syntax Error: template exceeds the limit of 20000 evaluation steps")
    }

    @Test func `no handler catches a limit`() {
        #expect(rendered("{% try %}{% while True %}{% end %}{% except %}{% end %}").hasSuffix("100000 loop passes"))
        #expect(rendered("{% try %}{% while True %}{% end %}{% finally %}{% end %}").hasSuffix("100000 loop passes"))
    }

    @Test(
        "nesting is bounded, not a crash",
        arguments: [
            ("(", "1", ")"), ("[", "", "]"), ("-", "1", ""), ("not ", "1", ""), ("f'{", "1", "}'"), ("len(", "x", ")"), ("", "x", "[0]"),
            ("1 if 1 else ", "1", ""),
        ])
    func nesting(_ opening: String, _ inside: String, _ closing: String) {
        func nested(_ count: Int) -> String { String(repeating: opening, count: count) + inside + String(repeating: closing, count: count) }
        #expect(rendered("{% if \(nested(5000)) %}{% end %}").hasPrefix("error: "))
        #expect(!rendered("{% if \(nested(20)) %}{% end %}").contains("exceeds"))
    }

    @Test func `blocks and expressions share one limit of nesting`() {
        func nested(_ blocks: Int, _ calls: Int) -> String {
            String(repeating: "{% if 1 %}", count: blocks) + "{{" + String(repeating: "[", count: calls)
                + String(repeating: "]", count: calls) + "}}" + String(repeating: "{% end %}", count: blocks)
        }
        #expect(rendered(nested(12, 12)) == String(repeating: "[", count: 12) + String(repeating: "]", count: 12))
        #expect(
            rendered(nested(30, 21))
                == "error: Template Syntax Error: template exceeds the limit of 50 nested blocks and expressions")
    }

    @Test func `nested blocks are bounded`() {
        func nested(_ count: Int) -> String {
            String(repeating: "{% if 1 %}", count: count) + "a" + String(repeating: "{% end %}", count: count)
        }
        #expect(rendered(nested(50)) == "a")
        #expect(rendered(nested(51)) == "error: Template Syntax Error: template exceeds the limit of 50 nested blocks and expressions")
    }

    @Test func `long chains are not nesting`() {
        #expect(rendered("{% set a = 0\(String(repeating: " + 1", count: 3000)) %}{{a}}") == "3000")
        #expect(rendered("{% if 0 %}\(String(repeating: "{% elif 0 %}", count: 3000)){% else %}a{% end %}") == "a")
    }

    @Test func `a text beyond the limit is refused unread`() {
        let template = String(repeating: "x", count: 128 << 10)
        #expect(rendered(template) == "error: Template Syntax Error: template exceeds the limit of 131072 bytes of text")
    }

    @Test func `a context may set tighter limits`() throws {
        var context = RenderContext(jobTimestamp: "")
        context.limits.loopPasses = 2
        let template = try Template(parsing: "%{% for i in [1,2,3] %}{% end %}", name: "n")
        let error = #expect(throws: TemplateError.self) { try template.render(TemplateArguments([:]), context: context) }
        #expect(error?.reason == .limit)
    }

    @Test func `arguments nested too deeply are refused`() {
        var value = TemplateValue(1)
        for _ in 0..<60 { value = .list([value]) }
        #expect(rendered("{{x}}", ["x": value]) == "error: Template Syntax Error: template exceeds the limit of 50 nested values")
    }
}
