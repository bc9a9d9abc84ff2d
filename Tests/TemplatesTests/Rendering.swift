// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

/// Renders a template text without its `%`: the SQL, or the message of the failure after `error: `.
func rendered(_ text: String, _ arguments: [String: TemplateValue] = [:], secrets: Set<String> = []) -> String {
    do throws(TemplateError) {
        let template = try Template(parsing: "%" + text, name: "")
        let context = RenderContext(jobTimestamp: "2025-01-02 03:04:05", secretNames: secrets)
        return try template.render(TemplateArguments(arguments), context: context).sqlText
    } catch {
        return "error: \(error.message)"
    }
}

/// Renders as the load-time check does.
func checked(_ text: String, secrets: Set<String> = []) -> String {
    do throws(TemplateError) {
        let template = try Template(parsing: "%" + text, name: "")
        return try template.renderForCheck(context: RenderContext(jobTimestamp: "2025-01-02 03:04:05", secretNames: secrets)).sqlText
    } catch {
        return "error: \(error.message)"
    }
}

/// The value of an expression of a block, as text.
func evaluated(_ expression: String, _ arguments: [String: TemplateValue] = [:]) -> String {
    rendered("{% set result_ = repr(\(expression)) %}{{ sql_unescape(result_, '%') }}", arguments)
}

/// A template, what a request sends, and the SQL it renders to.
struct RenderCase: Sendable, CustomTestStringConvertible {
    let template: String
    var arguments: [String: TemplateValue] = [:]
    let sql: String

    init(_ template: String, _ arguments: [String: TemplateValue] = [:], _ sql: String) {
        self.template = template
        self.arguments = arguments
        self.sql = sql
    }

    var testDescription: String { "\(self.template) \(self.arguments)" }
    var result: String { rendered(self.template, self.arguments) }
}
