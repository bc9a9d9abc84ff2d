// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import ClickHouseClient
package import Workspaces

/// Makes the tables of the service data sources in the engine, and drops them.
package struct ServiceTables: Sendable {
    private let engine: EngineClient

    package init(engine: EngineClient) { self.engine = engine }

    /// Makes what is missing of a workspace's tables.
    package func make(for workspace: Workspace) async throws {
        let database = workspace.serviceDatabase
        struct Count: Decodable { let tables: Int }
        let count = EngineQuery(
            "SELECT count() AS tables FROM system.tables WHERE database = {database: String}", parameters: ["database": database])
        let definitions = ServiceTable.all.map(\.definition) + ServiceView.all.map(\.definition)
        guard try await self.engine.rows(of: count, as: Count.self).first?.tables != definitions.count else { return }
        try await self.engine.execute(EngineQuery("CREATE DATABASE IF NOT EXISTS \(SQLText.identifier(database))"))
        for definition in definitions { try await self.engine.execute(EngineQuery(definition, database: database)) }
    }

    /// Drops the tables of a workspace that is no more.
    package func drop(of workspace: Workspace) async throws {
        try await self.engine.execute(EngineQuery("DROP DATABASE IF EXISTS \(SQLText.identifier(workspace.serviceDatabase)) SYNC"))
    }
}
