// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import MartletCore
internal import Templates
package import Workspaces

extension QueryService {
    /// The engine's SQL of a condition that a caller has written over the rows of a data source.
    ///
    /// It passes the same guard as the `WHERE` of a query over that data source, and names what the caller may read.
    package func condition(
        _ text: String, on dataSource: String, in workspaceID: WorkspaceID, grant: AccessGrant
    ) throws -> String {
        guard text.utf8.count <= QueryLimits.queryTextBytes else { throw QueryError.queryTooLong }
        guard text.contains(where: { !$0.isWhitespace }) else { throw RequestError(.invalidRequest, "the condition is empty") }
        guard Self.isClosed(text) else {
            throw RequestError(.invalidRequest, "the condition is not one expression: its brackets do not match, or it has a \";\"")
        }
        guard !text.hasPrefix("%"), grant.rowFilter(for: dataSource) == nil else {
            throw RequestError(.forbidden, "the condition cannot be a template, nor be used by a token that sees only some rows")
        }
        var resolver = QueryResolver(
            workspace: try self.workspaces.live(workspaceID), grant: grant, arguments: TemplateArguments([:]), context: .now())
        let query = "SELECT 1 FROM \(SQLText.identifier(dataSource)) WHERE (\n\(text)\n)"
        let resolved = try resolver.resolve(sqlText: query)
        guard resolved.format == nil, let start = resolved.sqlText.firstRange(of: " WHERE (\n"), resolved.sqlText.hasSuffix("\n)") else {
            throw RequestError(.invalidRequest, "the condition is not one expression")
        }
        return String(resolved.sqlText[start.upperBound...].dropLast(2))
    }

    /// Whether a text in brackets stays in them.
    private static func isClosed(_ text: String) -> Bool {
        var open: [SQLSymbol] = []
        let closing: [SQLSymbol: SQLSymbol] = [.closeRound: .openRound, .closeSquare: .openSquare, .closeCurly: .openCurly]
        for token in SQLLexer.tokens(of: text) {
            switch token.kind {
            case .error, .symbol(.semicolon): return false
            case .symbol(let symbol) where closing.values.contains(symbol): open.append(symbol)
            case .symbol(let symbol):
                if let opening = closing[symbol] { guard open.popLast() == opening else { return false } }
            default: continue
            }
        }
        return open.isEmpty
    }
}
