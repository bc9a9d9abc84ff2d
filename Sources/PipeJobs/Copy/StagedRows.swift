// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Jobs
internal import Workspaces

/// A table of the rows that a query has yielded, numbered, which never changes afterwards: a range of numbers means the same rows
/// however often it is read.
struct StagedRows: Sendable {
    let name: String
    let database: String
    let columns: [String]
    let engine: EngineClient

    static let number = "c__row"

    init(of job: String, columns: [String], database: String, engine: EngineClient) {
        self.name = StagedCopy.table(of: job)
        self.columns = columns
        self.database = database
        self.engine = engine
    }

    /// Makes the table, its columns of the types that they have in another table.
    func create(like table: String) async throws {
        try await self.create(selecting: "\(self.list) FROM \(SQLText.identifier(table))")
    }

    private func create(selecting items: String) async throws {
        try await self.execute("DROP TABLE IF EXISTS \(self.table) SYNC")
        try await self.execute(
            """
            CREATE TABLE \(self.table) ENGINE = MergeTree ORDER BY \(Self.number) \
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1 EMPTY AS SELECT toUInt64(0) AS \(Self.number), \(items)
            """)
    }

    /// Numbers what a query yields. What does not fit the types fails here, before anybody sees a row.
    func fill(from query: PipeQuery, by engine: WatchedEngine, as job: RunningJob) async throws {
        let statement = """
            INSERT INTO \(self.table) (\(Self.number), \(self.list)) \
            SELECT rowNumberInAllBlocks(), \(self.list) FROM (\n\(query.sqlText)\n)
            """
        try await engine.execute(query.statement(statement, settings: PipeQuery.insertion), as: job)
    }

    struct Size: Decodable, Sendable {
        let rows: Int
        let bytes: Int
    }

    func size() async throws -> Size {
        let query = EngineQuery(
            """
            SELECT sum(rows) AS rows, sum(data_uncompressed_bytes) AS bytes FROM system.parts \
            WHERE active AND database = {database: String} AND table = {table: String}
            """,
            parameters: ["database": self.database, "table": self.name])
        return try await self.engine.rows(of: query, as: Size.self).first ?? Size(rows: 0, bytes: 0)
    }

    /// The statement that inserts a range of the rows into a table, always in the same order.
    func insertion(of range: Range<Int>, into target: String) -> String {
        """
        INSERT INTO \(SQLText.identifier(target)) (\(self.list)) SELECT \(self.list) FROM \(self.table) \
        WHERE \(Self.number) >= \(range.lowerBound) AND \(Self.number) < \(range.upperBound) ORDER BY \(Self.number)
        """
    }

    /// Removes the table, also after a cancellation; if that fails, the next start sweeps it.
    func drop() async {
        await Task { try? await self.execute("DROP TABLE IF EXISTS \(self.table) SYNC") }.value
    }

    private var table: String { SQLText.identifier(self.name) }
    private var list: String { self.columns.map { SQLText.identifier($0) }.joined(separator: ", ") }

    private func execute(_ statement: String) async throws {
        try await self.engine.execute(EngineQuery(statement, database: self.database))
    }
}
