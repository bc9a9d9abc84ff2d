// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Observability
package import Workspaces

extension IngestService {
    /// Removes all rows of a data source and of its quarantine, or of the quarantine alone. Views keep what they have.
    ///
    /// No batch is under way meanwhile, so none comes back; rows that wait in the log are stored afterwards.
    package func truncate(_ dataSource: DataSource, of workspace: WorkspaceID, quarantineOnly: Bool) async throws {
        let database = try self.catalog.snapshot(of: workspace).workspace.database
        let start = ContinuousClock.now
        try await self.flows.holdBack(workspace) {
            try self.catalog.require(unmoved: dataSource.id, of: workspace)
            for table in quarantineOnly ? [dataSource.quarantineTable] : [dataSource.table, dataSource.quarantineTable] {
                try await self.engine.execute(EngineQuery("TRUNCATE TABLE \(SQLText.identifier(table)) SYNC", database: database))
            }
        }
        guard !quarantineOnly else { return }
        var operation = OperationRecord(.truncate, of: NamedResource(dataSource), in: workspace)
        operation.elapsed = (ContinuousClock.now - start) / .seconds(1)
        self.flows.serviceLog.add(operation)
    }

    /// Removes the rows that meet a condition, and returns how many there were when this began.
    ///
    /// - Parameter condition: The engine's SQL, guarded before.
    package func delete(
        from dataSource: DataSource, of workspace: WorkspaceID, where condition: String, isDryRun: Bool
    ) async throws -> Int {
        struct Count: Decodable { let rows: Int }
        let database = try self.catalog.snapshot(of: workspace).workspace.database
        let table = SQLText.identifier(dataSource.table)
        let count = EngineQuery("SELECT count() AS rows FROM \(table) WHERE (\n\(condition)\n)", database: database)
        let rowCount = try await self.engine.rows(of: count, as: Count.self).first?.rows ?? 0
        if !isDryRun, rowCount > 0 {
            let deletion = "ALTER TABLE \(table) DELETE WHERE (\n\(condition)\n)"
            // A deployment must see all of these rows, or none.
            try await self.flows.insideGate(of: workspace) {
                try self.catalog.require(unmoved: dataSource.id, of: workspace)
                try await self.engine.execute(EngineQuery(deletion, database: database, settings: ["mutations_sync": "1"]))
            }
        }
        return rowCount
    }
}
