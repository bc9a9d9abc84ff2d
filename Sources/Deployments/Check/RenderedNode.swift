// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import MartletCore
internal import Queries
internal import Templates

/// A node as it is without a request: its default rendering, analysed, or why there is none.
struct RenderedNode: Sendable {
    /// nil if the node has a mistake, or cannot be judged without a request.
    let query: QueryAnalysis?
    let diagnostics: [Diagnostic]

    /// `secretNames` are those that exist; nil if that is not known here.
    init(_ node: NodeDefinition, secretNames: Set<String>? = nil) {
        do {
            let template = try Template(parsing: node.sql, name: node.name)
            if node.kind == .materialized, template.isDynamic {
                let message = "node \"\(node.name)\" is materialized and cannot be a template: it runs on every insert, without a request"
                self.init(Diagnostic(.error, message, at: node.location, hint: "remove the leading %"))
                return
            }
            var context = RenderContext.check
            context.secretNames = secretNames
            let rendered = try template.renderForCheck(context: context)
            if let broken = InsertionGuard.firstBroken(rendered.insertions, in: rendered.sqlText) {
                throw QueryError.brokenInsertion(node: node.name, line: rendered.line(of: broken))
            }
            let query = try analyzeQuery(rendered.sqlText)
            var policy = QueryPolicy()
            if node.kind != .materialized { policy.tableFunctions.formUnion(QueryPolicy.remoteDatabases) }
            try StatementGuard(policy).check(query)
            let ambiguous = template.warnings.map { warning in
                let place = node.query.location(line: warning.location.line, column: warning.location.column)
                return Diagnostic(.warning, warning.message, at: place, hint: warning.hint)
            }
            self.init(query: query, diagnostics: ambiguous)
        } catch let error as TemplateError {
            let place = node.query.location(line: error.location.line, column: error.location.column)
            // What only a request can decide may serve well (templates contract, 13).
            self.init(Diagnostic(error.reason == .placeholder ? .warning : .error, error.message, at: place))
        } catch let error as SQLSyntaxError {
            // Lines of a rendered template are not those of the file.
            let isTemplate = node.sql.first { !$0.isWhitespace } == "%"
            let place = isTemplate ? node.location : node.query.location(line: error.line, column: error.column)
            self.init(Diagnostic(.error, error.message, at: place))
        } catch {
            let message = (error as? any ServiceError)?.message ?? String(describing: error)
            self.init(Diagnostic(.error, message, at: node.location))
        }
    }

    private init(_ diagnostic: Diagnostic) { self.init(query: nil, diagnostics: [diagnostic]) }

    private init(query: QueryAnalysis?, diagnostics: [Diagnostic]) {
        self.query = query
        self.diagnostics = diagnostics
    }
}
