// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import Workspaces

/// The statements that make, change and drop a workspace's tables and views in the engine.
struct EngineTables: Sendable {
    let engine: EngineClient
    let database: String
    /// Whether tables are made without their TTL: rows stay, however old they are.
    var suspendsTTL = false

    func createDatabase() async throws {
        try await self.engine.execute(EngineQuery("CREATE DATABASE IF NOT EXISTS \(SQLText.identifier(self.database))"))
    }

    /// Every table and view in the database.
    func names() async throws -> Set<String> {
        struct Table: Decodable { let name: String }
        let query = EngineQuery(
            "SELECT name FROM system.tables WHERE database = {database: String}", parameters: ["database": self.database])
        return Set(try await self.engine.rows(of: query, as: Table.self).map(\.name))
    }

    /// The logical names of data sources without a row.
    func emptyDataSources(of snapshot: WorkspaceSnapshot) async throws -> Set<String> {
        struct Table: Decodable { let name: String }
        let query = EngineQuery(
            "SELECT name FROM system.tables WHERE database = {database: String} AND total_rows = 0", parameters: ["database": self.database]
        )
        let empty = Set(try await self.engine.rows(of: query, as: Table.self).map(\.name))
        return Set(snapshot.dataSources.values.filter { empty.contains($0.table) }.map(\.name))
    }

    /// Makes a data source's table and the table of its quarantine.
    func create(_ dataSource: DataSource) async throws {
        let definition = dataSource.definition
        let columns = definition.columns.map(\.declaration) + definition.indexes.map(\.declaration)
        let engine = definition.engine.clause(
            defaults: TableSettings.settings(ofEngine: definition.engine.kind.rawValue), omitsTTL: self.suspendsTTL)
        try await self.run(
            "CREATE TABLE \(SQLText.identifier(dataSource.table)) (\(columns.joined(separator: ", "))) \(engine)",
            settings: Self.creationSettings)
        // Column order of the datafiles contract, section 16.
        let rawColumns = definition.columns.map { "\(SQLText.identifier($0.name)) Nullable(String)" }
        let quarantineColumns =
            ["c__error_column Array(String)", "c__error Array(String)", "c__import_id Nullable(String)"] + rawColumns
            + ["insertion_date DateTime DEFAULT now()"]
        try await self.run(
            """
            CREATE TABLE \(SQLText.identifier(dataSource.quarantineTable)) (\(quarantineColumns.joined(separator: ", "))) \
            ENGINE = MergeTree ORDER BY insertion_date TTL insertion_date + INTERVAL \(Self.quarantineDays) DAY \
            SETTINGS \(TableSettings.text(TableSettings.exactlyOnce))
            """)
    }

    /// Makes a table of another's shape that has its parts, as links: the rows that the other has now.
    func copy(_ table: String, as copy: String) async throws {
        try await self.create(copy, like: table)
        try await self.attach(table, to: copy)
    }

    func alter(_ table: String, _ clauses: [String]) async throws {
        guard !clauses.isEmpty else { return }
        try await self.run(
            "ALTER TABLE \(SQLText.identifier(table)) \(clauses.joined(separator: ", "))",
            settings: ["alter_sync": "1", "mutations_sync": "1"])
    }

    /// Makes an empty table of another's shape.
    func create(_ table: String, like other: String) async throws {
        try await self.run("CREATE TABLE \(SQLText.identifier(table)) AS \(SQLText.identifier(other))", settings: Self.creationSettings)
    }

    /// Links a table's parts into another of the same columns. No view sees these rows.
    func attach(_ source: String, to table: String) async throws {
        try await self.run("ALTER TABLE \(SQLText.identifier(table)) ATTACH PARTITION ALL FROM \(SQLText.identifier(source))")
    }

    /// Lets the TTL of a table count for parts that were made under another one; the engine does so in its own time.
    func applyTTL(of table: String) async throws {
        guard !self.suspendsTTL else { return }
        try await self.run("ALTER TABLE \(SQLText.identifier(table)) MATERIALIZE TTL", settings: ["mutations_sync": "0"])
    }

    /// Lets indexes of a table count for parts that were made without them; the engine does so in its own time.
    func applyIndexes(_ names: [String], of table: String) async throws {
        guard !names.isEmpty else { return }
        let clauses = names.map { "MATERIALIZE INDEX \($0)" }.joined(separator: ", ")
        try await self.run("ALTER TABLE \(SQLText.identifier(table)) \(clauses)", settings: ["mutations_sync": "0"])
    }

    /// Lets two tables of one shape swap their names; views stay with the names.
    func exchange(_ first: String, _ second: String) async throws {
        try await self.run("EXCHANGE TABLES \(SQLText.identifier(first)) AND \(SQLText.identifier(second))")
    }

    /// Copies the quarantined rows of a data source, with the texts of the columns that its successor has as well.
    func copyQuarantine(of dataSource: DataSource, to successor: DataSource) async throws {
        let kept = Set(dataSource.definition.columns.map(\.name))
        let names = successor.definition.columns.map(\.name).filter { kept.contains($0) }.map { SQLText.identifier($0) }
        let columns = (["c__error_column", "c__error", "c__import_id"] + names + ["insertion_date"]).joined(separator: ", ")
        try await self.run(
            """
            INSERT INTO \(SQLText.identifier(successor.quarantineTable)) (\(columns)) \
            SELECT \(columns) FROM \(SQLText.identifier(dataSource.quarantineTable))
            """,
            settings: ["async_insert": "0", "deduplicate_insert": "disable"])
    }

    /// Gives tables that were made without them the settings that tables have now.
    func completeSettings(of names: Set<String>) async throws {
        struct Table: Decodable {
            let name: String
            let definition: String
        }
        let query = EngineQuery(
            "SELECT name, engine_full AS definition FROM system.tables WHERE database = {database: String} AND endsWith(engine, 'MergeTree')",
            parameters: ["database": self.database])
        for table in try await self.engine.rows(of: query, as: Table.self) where names.contains(table.name) {
            let missing = TableSettings.missing(in: table.definition)
            guard !missing.isEmpty else { continue }
            try await self.run("ALTER TABLE \(SQLText.identifier(table.name)) MODIFY SETTING \(TableSettings.text(missing))")
        }
    }

    func createView(_ name: String, filling table: String, as query: String) async throws {
        try await self.run("CREATE MATERIALIZED VIEW \(SQLText.identifier(name)) TO \(SQLText.identifier(table)) AS \(query)")
    }

    /// Puts what a query yields into a table that nobody sees yet.
    func fill(_ table: String, columns: [String], from query: String) async throws {
        let names = columns.map { SQLText.identifier($0) }.joined(separator: ", ")
        try await self.run(
            "INSERT INTO \(SQLText.identifier(table)) (\(names)) SELECT \(names) FROM (\n\(query)\n)",
            settings: [
                "max_execution_time": String(DeploymentLimits.fillSeconds),
                "async_insert": "0",
                "max_partitions_per_insert_block": "10000",
                // It has no token: what two views yield alike must not be taken for a repetition.
                "insert_deduplicate": "0",
            ])
    }

    /// Drops tables and views; views first, so that none outlives the table it fills.
    func drop(_ names: Set<String>) async throws {
        let present = try await self.present(names)
        try await self.drop(present.filter(\.isView) + present.filter { !$0.isView })
    }

    /// Drops those of the names that are views.
    func drop(views names: Set<String>) async throws { try await self.drop(try await self.present(names).filter(\.isView)) }

    private struct PresentTable: Decodable {
        let name: String
        let engine: String

        var isView: Bool { self.engine == "MaterializedView" }
    }

    private func present(_ names: Set<String>) async throws -> [PresentTable] {
        guard !names.isEmpty else { return [] }
        let query = EngineQuery(
            "SELECT name, engine FROM system.tables WHERE database = {database: String}", parameters: ["database": self.database])
        return try await self.engine.rows(of: query, as: PresentTable.self).filter { names.contains($0.name) }
    }

    private func drop(_ tables: [PresentTable]) async throws {
        for table in tables { try await self.run("DROP TABLE IF EXISTS \(SQLText.identifier(table.name)) SYNC") }
    }

    private func run(_ statement: String, settings: [String: String] = [:]) async throws {
        try await self.engine.execute(EngineQuery(statement, database: self.database, settings: settings))
    }

    /// How long quarantined rows are kept (datafiles contract, section 16).
    private static let quarantineDays = 90

    /// What published projects take for granted and the engine allows only when asked.
    private static let creationSettings = [
        "allow_suspicious_low_cardinality_types": "1",
        "allow_suspicious_ttl_expressions": "1",
    ]
}

extension EngineTables {
    /// The names of the columns that a query yields.
    func columns(of query: String) async throws -> [String] {
        struct Column: Decodable { let name: String }
        let describe = EngineQuery("DESCRIBE TABLE (\n\(query)\n)", database: self.database)
        return try await self.engine.rows(of: describe, as: Column.self).map(\.name)
    }
}
