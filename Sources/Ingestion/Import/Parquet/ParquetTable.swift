// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import FoundationEssentials

/// A table that has taken in a Parquet file, so that its rows can be read as JSON: in the file's order, a bounded number at a time.
///
/// What an interrupted import leaves behind is swept with all tables that the catalog does not know.
struct ParquetTable: Sendable {
    private let name: String
    private let database: String
    private let columns: ParquetColumns
    private let engine: EngineClient

    /// A part of the table, which is never merged with another.
    struct Part: Decodable {
        let name: String
        let rows: Int
        let bytes: Int
    }

    init(beside table: String, database: String, columns: ParquetColumns, engine: EngineClient) {
        self.name = "\(table)_parquet_\(UUID().uuidString.lowercased().prefix(8))"
        self.database = database
        self.columns = columns
        self.engine = engine
    }

    /// The columns of a file, as the engine understands them.
    static func describe(_ footer: ParquetFooter, engine: EngineClient) async throws -> [ParquetColumns.FileColumn] {
        let file = Data(footer.skeleton).base64EncodedString()
        let query = EngineQuery(
            "DESCRIBE TABLE format(Parquet, base64Decode('\(file)'))",
            settings: [
                "print_pretty_type_names": "0", "max_query_size": "2097152", "log_queries": "0",
                "input_format_parquet_skip_columns_with_unsupported_types_in_schema_inference": "1",
            ])
        do { return try await engine.rows(of: query) } catch { throw Self.readable(error) }
    }

    func create() async throws {
        let columns = self.columns.used.map { "\(SQLText.identifier($0.name)) \($0.type.description)" }.joined(separator: ", ")
        // Parts that are merged could be read twice, or in another order.
        try await self.execute(
            "CREATE TABLE \(SQLText.identifier(self.name)) (\(columns)) ENGINE = MergeTree ORDER BY tuple() SETTINGS "
                + "max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1")
    }

    func fill(from file: SpooledFile) async throws {
        let columns = self.columns.used.map { SQLText.identifier($0.name) }.joined(separator: ", ")
        let insert = EngineQuery(
            "INSERT INTO \(SQLText.identifier(self.name)) (\(columns)) FORMAT Parquet", database: self.database,
            settings: [
                "async_insert": "0", "max_insert_threads": "1", "input_format_parquet_preserve_order": "1", "log_queries": "0",
            ])
        do { _ = try await self.engine.insert(insert, rows: file.chunks, byteCount: file.byteCount) } catch { throw Self.readable(error) }
    }

    /// In the order of the file.
    func parts() async throws -> [Part] {
        try await self.engine.rows(
            of: EngineQuery(
                "SELECT name, rows, data_uncompressed_bytes AS bytes FROM system.parts WHERE active AND database = {database: String} "
                    + "AND table = {table: String} ORDER BY min_block_number",
                parameters: ["database": self.database, "table": self.name]))
    }

    /// Rows of a part as lines of JSON, by the names of the data source's columns.
    func rows(_ range: Range<Int>, of part: Part) async throws -> EngineResponse {
        let items = self.columns.fillings.map { "\($0.expression) AS \(SQLText.identifier($0.column))" }.joined(separator: ", ")
        return try await self.engine.query(
            EngineQuery(
                "SELECT \(items) FROM \(SQLText.identifier(self.name)) WHERE _part = {part: String} "
                    + "AND _part_offset >= {start: UInt64} AND _part_offset < {end: UInt64} ORDER BY _part_offset",
                database: self.database, format: "JSONEachRow",
                settings: [
                    // A column of the file may be called like a column that another one fills.
                    "prefer_column_name_to_alias": "1", "date_time_output_format": "iso", "output_format_json_quote_64bit_integers": "0",
                    "log_queries": "0",
                ],
                parameters: ["part": part.name, "start": String(range.lowerBound), "end": String(range.upperBound)]))
    }

    /// Removes the table, also after a cancellation.
    func drop() async { await Task { try? await self.execute("DROP TABLE IF EXISTS \(SQLText.identifier(self.name)) SYNC") }.value }

    private func execute(_ statement: String) async throws {
        try await self.engine.execute(EngineQuery(statement, database: self.database))
    }

    /// What the engine says of the file, without the places where it says it happened.
    private static func readable(_ error: any Error) -> any Error {
        guard case EngineError.exception(_, let name, let text) = error else { return error }
        let end =
            [": While executing", ": (in file", ": (at row"].compactMap { text.firstRange(of: $0)?.lowerBound }.min() ?? text.endIndex
        return ParquetError.unreadable("\(text[..<end]) (\(name))")
    }
}
