// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Datafiles
internal import Workspaces

extension MetadataReader {
    /// Data sources, their quarantines where there are any, and endpoints as views.
    func tables() async throws -> MetadataRows {
        struct Row: Decodable {
            let name: String
            let engine: String
            let createQuery: String
            let engineFull: String
            let partitionKey: String
            let sortingKey: String
            let primaryKey: String
            let samplingKey: String
            let rowCount: Int?
            let byteCount: Int?
        }
        let rows = try await self.engine.rows(
            of: self.engineQuery(
                """
                SELECT name, engine, create_table_query AS createQuery, engine_full AS engineFull, partition_key AS partitionKey, \
                sorting_key AS sortingKey, primary_key AS primaryKey, sampling_key AS samplingKey, total_rows AS rowCount, \
                total_bytes AS byteCount FROM system.tables WHERE database = {database: String} ORDER BY name
                """), as: Row.self)
        let database = self.session.workspaceDatabase
        var answer = MetadataRows(columns: Self.tableColumns)
        for row in rows {
            guard let table = self.readable.tables[row.name] else { continue }
            let createQuery = row.createQuery.replacing(
                "\(self.workspace.snapshot.workspace.database).\(row.name)", with: "\(database).\(table.name)", maxReplacements: 1)
            answer.rows.append([
                .text(database), .text(table.name), .text(row.engine), .text(createQuery), .text(row.engineFull), .text(row.partitionKey),
                .text(row.sortingKey), .text(row.primaryKey), .text(row.samplingKey),
                MetadataRows.Cell(table.isFiltered ? nil : row.rowCount),
                MetadataRows.Cell(table.isFiltered ? nil : row.byteCount), .text(table.description), .number(1),
            ])
        }
        for pipe in self.readable.pipes {
            let name = pipe.pipe.name
            answer.rows.append([
                .text(database), .text(name), "View", .text("CREATE VIEW \(database).\(name)"), "", "", "", "", "", .null, .null,
                .text(pipe.pipe.definition.description ?? ""), .number(0),
            ])
        }
        return answer
    }

    private static let tableColumns: [MetadataRows.Column] = [
        .init("database"), .init("name"), .init("uuid", "UUID", constant: "toUUID('00000000-0000-0000-0000-000000000000')"),
        .init("engine"),
        .init("is_temporary", "UInt8", constant: "0"), .init("data_paths", "Array(String)", constant: "[]"),
        .init("metadata_path", constant: "''"), .init("metadata_modification_time", "DateTime", constant: "0"),
        .init("dependencies_database", "Array(String)", constant: "[]"), .init("dependencies_table", "Array(String)", constant: "[]"),
        .init("create_table_query"), .init("engine_full"), .init("as_select", constant: "''"), .init("partition_key"), .init("sorting_key"),
        .init("primary_key"), .init("sampling_key"), .init("storage_policy", constant: "''"), .init("total_rows", "Nullable(UInt64)"),
        .init("total_bytes", "Nullable(UInt64)"), .init("lifetime_rows", "Nullable(UInt64)", constant: "NULL"),
        .init("lifetime_bytes", "Nullable(UInt64)", constant: "NULL"), .init("comment"), .init("has_own_data", "UInt8"),
        .init("loading_dependencies_database", "Array(String)", constant: "[]"),
        .init("loading_dependencies_table", "Array(String)", constant: "[]"),
        .init("loading_dependent_database", "Array(String)", constant: "[]"),
        .init("loading_dependent_table", "Array(String)", constant: "[]"),
    ]
}
