// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The SQL of a node, parsed once and rendered for every request.
///
/// A text whose first character is `%` is a template; everything else renders to itself (templates
/// specification, 1). Rendering is pure: text and arguments in, text out.
package struct Template: Sendable {
    /// The node, for messages.
    package let name: String
    /// Whether the text is a template at all.
    package let isDynamic: Bool
    /// The typed inputs, in the order of their first appearance.
    package let parameters: [TemplateParameter]
    /// What serves, but probably not as the author thinks: parameters whose names also mean something to the API.
    package let warnings: [Diagnostic]

    /// Whether what it renders to may depend on when it is rendered.
    package let readsJobTimestamp: Bool

    let statements: Statement.Block
    /// Names the template sets, which never read a request's value.
    let localNames: Set<String>
    /// Parameters whose first mention is `Array(p, T)`, with `T`.
    let arrayParameters: [(name: String, itemType: String)]
    /// What a request must send, for the text that says so.
    private let expectedNames: [String]
    /// A parameter's name that is none, such as `1.5` in `Float32(1.5)`: serves, but is refused on load.
    private let invalidName: TemplateError?

    /// What messages call a template without a name.
    static let unnamed = "<string>"

    static let jobTimestampName = "job_timestamp"

    /// Reads the SQL of a node; `name` is the node's, for messages.
    package init(parsing text: String, name: String) throws(TemplateError) {
        self.name = name.isEmpty ? Self.unnamed : name
        let trimmed = text.trimmed
        self.isDynamic = trimmed.unicodeScalars.first == "%"
        self.readsJobTimestamp = self.isDynamic && trimmed.contains(Self.jobTimestampName)
        guard self.isDynamic else {
            (self.parameters, self.warnings, self.localNames, self.arrayParameters) = ([], [], [], [])
            (self.expectedNames, self.invalidName) = ([], nil)
            self.statements = [Statement.Located(statement: .text(text), line: 1)]
            return
        }
        let limit = TemplateLimits.standard.templateBytes
        guard trimmed.utf8.count <= limit else { throw TemplateError.exceeded("\(limit) bytes of text") }
        var parser = try TemplateParser(String(trimmed.unicodeScalars.dropFirst()), name: self.name)
        self.statements = try parser.template()
        let usage = try ParameterUsage(of: self.statements, name: self.name)
        self.localNames = usage.localNames
        self.parameters = usage.parameters
        self.warnings = usage.warnings
        self.arrayParameters = usage.arrayParameters
        self.expectedNames = usage.expectedNames
        self.invalidName = usage.invalidName
    }

    /// The SQL for a request.
    package func render(_ arguments: TemplateArguments, context: RenderContext) throws(TemplateError) -> RenderedTemplate {
        guard self.isDynamic else { return self.plain }
        var evaluator = Evaluator(self, arguments: arguments, context: context, isCheck: false)
        do throws(TemplateError) {
            return try evaluator.render()
        } catch {
            throw self.completed(error)
        }
    }

    /// The SQL as it is checked when a pipe is loaded, with placeholders for all parameters (templates
    /// specification, 13). Refuses an empty result; whether it is valid SQL is the caller's to see.
    package func renderForCheck(context: RenderContext) throws(TemplateError) -> RenderedTemplate {
        guard self.isDynamic else { return self.plain }
        if let invalidName { throw invalidName }
        var evaluator = Evaluator(self, arguments: TemplateArguments([:]), context: context, isCheck: true)
        do throws(TemplateError) {
            let rendered = try evaluator.render()
            guard !rendered.sqlText.trimmed.isEmpty else {
                throw TemplateError(.wrongValue, "Template renders to an empty query without parameters").located(file: self.name, line: 1)
            }
            return rendered
        } catch {
            throw self.completed(error)
        }
    }

    private var plain: RenderedTemplate {
        let texts = self.statements.map { located in if case .text(let text) = located.statement { text } else { "" } }
        return RenderedTemplate(sqlText: texts.joined(), insertions: [], settings: RenderedSettings(), usedSecrets: [])
    }

    /// A missing parameter is reported with the names of all that have no default.
    private func completed(_ error: TemplateError) -> TemplateError {
        guard error.reason == .missingParameter, let last = self.expectedNames.last else { return error }
        let first = self.expectedNames.dropLast().joined(separator: ", ")
        return error.extended(
            by: ". Check the parameters \(first.isEmpty ? last : "\(first) and \(last)"). "
                + "Please provide a value or set a default value in the pipe code.")
    }
}
