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
        try Self.condition(text, on: dataSource, in: self.workspaces.live(workspaceID), grant: grant)
    }

    /// The same in a workspace that the caller of this function has at hand.
    package static func condition(
        _ text: String, on dataSource: String, in workspace: CompiledWorkspace, grant: AccessGrant
    ) throws -> String {
        guard text.utf8.count <= QueryLimits.queryTextBytes else { throw QueryError.queryTooLong }
        guard text.contains(where: { !$0.isWhitespace }) else { throw RequestError(.invalidRequest, "the condition is empty") }
        guard SQLText.isClosed(text) else {
            throw RequestError(.invalidRequest, "the condition is not one expression: its brackets do not match, or it has a \";\"")
        }
        guard !text.hasPrefix("%"), grant.rowFilter(for: dataSource) == nil else {
            throw RequestError(.forbidden, "the condition cannot be a template, nor be used by a token that sees only some rows")
        }
        // Who may delete and replace all rows may choose among them.
        let reader = grant.mayCreateDataSources ? grant.reading(dataSource) : grant
        var resolver = QueryResolver(
            workspace: workspace, grant: reader, arguments: TemplateArguments([:]), context: .now())
        let query = "SELECT 1 FROM \(SQLText.identifier(dataSource)) WHERE (\n\(text)\n)"
        let resolved = try resolver.resolve(sqlText: query)
        guard resolved.format == nil, let start = resolved.sqlText.firstRange(of: " WHERE (\n"), resolved.sqlText.hasSuffix("\n)") else {
            throw RequestError(.invalidRequest, "the condition is not one expression")
        }
        return String(resolved.sqlText[start.upperBound...].dropLast(2))
    }
}
