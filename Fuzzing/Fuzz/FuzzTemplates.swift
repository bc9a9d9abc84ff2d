// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Templates

/// Any text may be a template and any text a request's value. A value that goes through `String` is one literal of SQL and
/// one that goes through `column` one quoted name, whatever it is.
func fuzzTemplates(_ text: String) {
    var context = RenderContext(jobTimestamp: "2025-01-01 00:00:00", secretNames: ["key"])
    context.limits.loopPasses = 1_000
    context.limits.evaluationSteps = 10_000
    context.limits.outputBytes = 64 << 10
    let half = text.unicodeScalars.index(text.unicodeScalars.startIndex, offsetBy: text.unicodeScalars.count / 2)
    let value = String(text.unicodeScalars[half...])
    let arguments = TemplateArguments([
        "a": .text(value), "b": TemplateValue(3), "c": TemplateValue([.text(value), TemplateValue(true)]),
        "d": TemplateValue(["k": .text(value)]),
    ])
    for source in ["%" + text, "%" + String(text.unicodeScalars[..<half])] {
        guard let template = try? Template(parsing: source, name: "fuzz") else { continue }
        _ = try? template.render(arguments, context: context)
        _ = try? template.renderForCheck(context: context)
    }
    render("%SELECT {{String(a)}}", ["a": .text(text)], is: .string)
    render("%SELECT {{symbol(a)}}", ["a": .text(text)], is: .quotedIdentifier)
}

private func render(_ source: String, _ arguments: [String: TemplateValue], is kind: SQLToken.Kind) {
    let context = RenderContext(jobTimestamp: "2025-01-01 00:00:00")
    guard let template = try? Template(parsing: source, name: "fuzz"),
        let rendered = try? template.render(TemplateArguments(arguments), context: context)
    else { return }
    let kinds = SQLLexer.tokens(of: rendered.sqlText).map(\.kind)
    precondition(kinds == [.word, .whitespace, kind], "a value is one token of SQL")
}
