// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import ClickHouseClient

/// Asks a ClickHouse server which parts its tables consist of: for one small query, and as queries see them.
package struct TableParts: TableWatch {
    private let engine: EngineClient

    package init(engine: EngineClient) { self.engine = engine }

    private struct Row: Decodable {
        let database: String
        let name: String
        let parts: UInt64
        let definition: UInt64
    }

    package func versions(of tables: [EngineTable]) async -> TableVersions? {
        let names = tables.map { "(\(SQLText.stringLiteral($0.database)), \(SQLText.stringLiteral($0.name)))" }.joined(separator: ", ")
        // A table without parts has no row in `system.parts`.
        let query = """
            SELECT database, name, cityHash64(max(uuid), max(create_table_query)) AS definition, groupBitXor(part) AS parts FROM (
                SELECT database, name, toString(uuid) AS uuid, create_table_query, toUInt64(0) AS part FROM system.tables
                WHERE (database, name) IN (\(names))
                UNION ALL
                SELECT database, table AS name, '' AS uuid, '' AS create_table_query, cityHash64(name, modification_time) AS part
                FROM system.parts WHERE active AND (database, table) IN (\(names))
            ) GROUP BY database, name HAVING max(create_table_query) != ''
            """
        guard let rows = try? await self.engine.rows(of: EngineQuery(query), as: Row.self) else { return nil }
        let found = Dictionary(rows.map { (EngineTable(database: $0.database, name: $0.name), $0) }) { first, _ in first }
        var stamps: [Int64] = []
        for table in tables {
            guard let row = found[table] else { return nil }
            stamps += [Int64(bitPattern: row.definition), Int64(bitPattern: row.parts)]
        }
        return TableVersions(stamps: stamps, isSettled: true)
    }
}
