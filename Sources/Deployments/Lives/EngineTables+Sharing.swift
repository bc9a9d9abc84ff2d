// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import Workspaces

extension EngineTables {
    /// Drops everything.
    func dropDatabase() async throws {
        try await self.engine.execute(EngineQuery("DROP DATABASE IF EXISTS \(SQLText.identifier(self.database)) SYNC"))
    }

    /// Gives `copy`, in this database, partitions of `dataSource`: both tables have the same files until one of them merges or changes
    /// them.
    func share(_ rows: BranchRequest.Rows, of dataSource: DataSource, in database: String, with copy: DataSource) async throws {
        guard dataSource.definition.engine.kind != .null else { return }
        struct Partition: Decodable { let id: String }
        let query = EngineQuery(
            """
            SELECT partition_id AS id FROM system.parts WHERE database = {database: String} AND table = {table: String} AND active \
            GROUP BY partition_id ORDER BY max(max_block_number) DESC \(rows == .lastPartition ? "LIMIT 1" : "")
            """,
            parameters: ["database": database, "table": dataSource.table])
        let source = "\(SQLText.identifier(database)).\(SQLText.identifier(dataSource.table))"
        for partition in try await self.engine.rows(of: query, as: Partition.self) {
            try await self.engine.execute(
                EngineQuery(
                    """
                    ALTER TABLE \(SQLText.identifier(copy.table)) REPLACE PARTITION ID \(SQLText.stringLiteral(partition.id)) FROM \(source)
                    """,
                    database: self.database))
        }
    }
}
