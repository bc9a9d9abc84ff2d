// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
package import Workspaces

/// How much a workspace's tables hold, asked of the engine.
package struct TableStatistics: Sendable {
    private let engine: EngineClient

    package init(engine: EngineClient) { self.engine = engine }

    /// One table's size.
    package struct Size: Sendable, Hashable {
        package let rowCount: Int
        package let byteCount: Int
    }

    /// The sizes of all tables of a workspace, by the engine's names.
    package func sizes(of workspace: Workspace) async throws -> [String: Size] {
        struct Row: Decodable {
            let name: String
            let rowCount: Int?
            let byteCount: Int?
        }
        let query = EngineQuery(
            "SELECT name, total_rows AS rowCount, total_bytes AS byteCount FROM system.tables WHERE database = {database: String}",
            parameters: ["database": workspace.database])
        let rows = try await self.engine.rows(of: query, as: Row.self)
        return Dictionary(
            rows.map { ($0.name, Size(rowCount: $0.rowCount ?? 0, byteCount: $0.byteCount ?? 0)) }, uniquingKeysWith: { first, _ in first })
    }
}
