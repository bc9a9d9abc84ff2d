// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
package import Workspaces

extension EngineQuery {
    /// Asks for the columns of a query's answer, without running it.
    package static func describe(_ query: ResolvedQuery, in workspace: Workspace) -> EngineQuery {
        EngineQuery(
            "DESCRIBE TABLE (\n\(query.sqlText)\n)", database: workspace.database, settings: QuerySettings.defaults,
            parameters: query.secrets.mapValues { _ in "" })
    }
}
