// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import FoundationEssentials
internal import NIOCore
internal import Workspaces

/// A table beside a live one, of the same shape, that takes its place in one step: readers see all old rows or all new ones.
///
/// What an interrupted replacement leaves behind is swept with all tables that the catalog does not know.
package struct StagingTable: Sendable {
    private let live: String
    /// The engine's name of it.
    package let name: String
    private let database: String
    private let columns: Set<String>
    private let engine: EngineClient

    init(beside dataSource: DataSource, database: String, engine: EngineClient) {
        self.live = dataSource.table
        self.name = "\(dataSource.table)_staging_\(UUID().uuidString.lowercased().prefix(8))"
        self.database = database
        self.columns = Set(dataSource.definition.columns.map(\.name))
        self.engine = engine
    }

    func create() async throws {
        try await self.execute("CREATE TABLE \(SQLText.identifier(self.name)) AS \(SQLText.identifier(self.live))")
    }

    func insert(_ block: NativeBlock, shape: LogShape) async throws {
        let shape = try InsertShape(shape)
        let settings = shape.settings.merging(["async_insert": "0", "insert_null_as_default": "1", "log_queries": "0"]) { $1 }
        let query = EngineQuery(
            shape.statement(into: self.name, havingColumns: self.columns), database: self.database, settings: settings)
        _ = try await self.engine.insert(query, rows: ByteBuffer(bytes: block.bytes))
    }

    /// Keeps, of the rows that were staged and of the live ones, those that a partial replacement wants.
    ///
    /// - Parameter condition: The engine's SQL of the rows that are replaced.
    func merge(replacing condition: String) async throws {
        try await self.execute(
            "ALTER TABLE \(SQLText.identifier(self.name)) DELETE WHERE NOT (\n\(condition)\n)", settings: ["mutations_sync": "1"])
        try await self.execute(
            "INSERT INTO \(SQLText.identifier(self.name)) SELECT * FROM \(SQLText.identifier(self.live)) WHERE NOT (\n\(condition)\n)",
            settings: ["async_insert": "0", "deduplicate_insert": "disable"])
    }

    func takePlace() async throws {
        try await self.execute("EXCHANGE TABLES \(SQLText.identifier(self.live)) AND \(SQLText.identifier(self.name))")
    }

    /// Removes what is left, also after a cancellation; if that fails, the next start sweeps it.
    func drop() async {
        await Task { try? await self.execute("DROP TABLE IF EXISTS \(SQLText.identifier(self.name)) SYNC") }.value
    }

    private func execute(_ statement: String, settings: [String: String] = [:]) async throws {
        try await self.engine.execute(EngineQuery(statement, database: self.database, settings: settings))
    }
}
