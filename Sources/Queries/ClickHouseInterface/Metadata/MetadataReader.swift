// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import MartletCore
internal import Workspaces

/// Makes the rows of the tables about tables: what this token may read of this workspace, under the names it is known by.
struct MetadataReader {
    let workspace: CompiledWorkspace
    let readable: ReadableTables
    let session: ClickHouseSession
    let engine: EngineClient
    let pipeColumns: PipeColumns

    /// The query that yields the rows of each of these tables.
    func queries(for tables: Set<MetadataTable>) async throws -> [MetadataTable: String] {
        var queries: [MetadataTable: String] = [:]
        for table in tables { queries[table] = try await self.query(for: table) }
        return queries
    }

    private func query(for table: MetadataTable) async throws -> String {
        switch table {
        case .databases: return try self.databases().sqlText()
        case .tables: return try await self.tables().sqlText()
        case .columns: return try await self.columns().sqlText()
        case .settings: return try await self.settings().sqlText()
        case .empty(let name): return MetadataRows.empty(MetadataTable.emptyTables[name] ?? "name String")
        case .informationSchema(let name, let isUpperCase):
            guard let table = InformationSchema.tables[name] else { throw ClickHouseError.unknownTable(name) }
            return table.sqlText(over: try await self.query(for: table.source), isUpperCase: isUpperCase)
        }
    }

    private func databases() -> MetadataRows {
        let names = [self.session.workspaceDatabase, "system", "INFORMATION_SCHEMA", "information_schema"]
        return MetadataRows(
            columns: [
                .init("name"), .init("engine", constant: "'Atomic'"), .init("data_path", constant: "''"),
                .init("metadata_path", constant: "''"), .init("uuid", "UUID", constant: "toUUID('00000000-0000-0000-0000-000000000000')"),
                .init("engine_full", constant: "'Atomic'"), .init("comment", constant: "''"),
            ], rows: names.map { [.text($0)] })
    }

    /// The settings that a client may send, so that drivers send no others.
    private func settings() async throws -> MetadataRows {
        struct Row: Decodable {
            let name: String
            let value: String
            let type: String
        }
        let known = try await self.engine.rows(
            of: self.engineQuery("SELECT name, value, type FROM system.settings ORDER BY name"), as: Row.self)
        var answer = MetadataRows(columns: [
            .init("name"), .init("value"), .init("changed", "UInt8", constant: "0"), .init("description", constant: "''"),
            .init("min", "Nullable(String)", constant: "NULL"), .init("max", "Nullable(String)", constant: "NULL"),
            .init("readonly", "UInt8", constant: "0"), .init("type"), .init("default", constant: "''"),
            .init("alias_for", constant: "''"), .init("is_obsolete", "UInt8", constant: "0"),
        ])
        for row in known where ClickHouseSettings.isForwarded(row.name) || row.name == "enable_http_compression" {
            let value = QuerySettings.defaults[row.name] ?? row.value
            answer.rows.append([.text(row.name), .text(value), .text(row.type)])
        }
        return answer
    }

    func engineQuery(_ text: String) -> EngineQuery {
        var query = EngineQuery(text, settings: ["log_queries": "0"])
        query.parameters = text.contains("{database") ? ["database": self.workspace.snapshot.workspace.database] : [:]
        return query
    }
}
