// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Jobs
internal import Workspaces

/// A table of the rows of one run of a sink, each with the name of the file that it goes to: all files are of one moment.
struct SinkRows: Sendable {
    private let name: String
    private let database: String
    private let columns: [PipeQuery.Column]
    private let engine: EngineClient

    private static let number = "c__row"
    private static let file = "c__file"

    init(of job: String, columns: [PipeQuery.Column], database: String, engine: EngineClient) {
        self.name = StagedCopy.table(of: job)
        self.columns = columns
        self.database = database
        self.engine = engine
    }

    /// The columns and types as the engine's functions take them.
    var structure: String { self.columns.map { "\(SQLText.identifier($0.name)) \($0.type)" }.joined(separator: ", ") }

    func fill(from query: PipeQuery, naming template: SinkFileTemplate, by engine: WatchedEngine, as job: RunningJob) async throws {
        try await self.execute("DROP TABLE IF EXISTS \(self.table) SYNC")
        try await self.execute(
            """
            CREATE TABLE \(self.table) (\(Self.number) UInt64, \(Self.file) String, \(self.structure)) \
            ENGINE = MergeTree ORDER BY (\(Self.file), \(Self.number))
            """)
        let statement = """
            INSERT INTO \(self.table) (\(Self.number), \(Self.file), \(self.list)) \
            SELECT rowNumberInAllBlocks(), \(template.expression), \(self.list) FROM (\n\(query.sqlText)\n)
            """
        try await engine.execute(query.statement(statement, settings: PipeQuery.insertion), as: job)
    }

    struct File: Decodable, Sendable {
        let name: String
        let rows: Int
    }

    /// The files, but no more than `limit`.
    func files(limit: Int) async throws -> [File] {
        let query = "SELECT \(Self.file) AS name, count() AS rows FROM \(self.table) GROUP BY name ORDER BY name LIMIT \(limit)"
        return try await self.engine.rows(of: EngineQuery(query, database: self.database), as: File.self)
    }

    /// The query of the rows of one file, in their order.
    func rows(of file: File) -> String {
        "SELECT \(self.list) FROM \(self.table) WHERE \(Self.file) = \(SQLText.stringLiteral(file.name)) ORDER BY \(Self.file), \(Self.number)"
    }

    /// Removes the table, also after a cancellation; if that fails, the next start sweeps it.
    func drop() async {
        await Task { try? await self.execute("DROP TABLE IF EXISTS \(self.table) SYNC") }.value
    }

    private var table: String { SQLText.identifier(self.name) }
    private var list: String { self.columns.map { SQLText.identifier($0.name) }.joined(separator: ", ") }

    private func execute(_ statement: String) async throws {
        let settings = ["allow_suspicious_low_cardinality_types": "1"]
        try await self.engine.execute(EngineQuery(statement, database: self.database, settings: settings))
    }
}
