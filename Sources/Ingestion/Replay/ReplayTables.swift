// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import MartletCore
internal import NIOCore
internal import Workspaces

/// The engine's side of a replay: its rows leave the quarantine in one step, for a table of their own where they are numbered.
///
/// ```
/// quarantine ──> replay_ID       rows that are replayed, numbered
///            └─> replay_ID_rest  rows that stay          EXCHANGE TABLES quarantine AND replay_ID_rest
/// ```
struct ReplayTables: Sendable {
    let replay: QuarantineReplay
    let database: String
    let engine: EngineClient

    /// Takes the rows, if that has not been done. Nothing may be written to the quarantine meanwhile.
    ///
    /// The exchange is the moment at which they are taken. It can be told afterwards, whatever the quarantine has become by then: until it,
    /// the table beside bears a comment, after it the quarantine does.
    func take(from dataSource: DataSource) async throws -> Int {
        if try await !self.isTaken() {
            let quarantine = SQLText.identifier(dataSource.quarantineTable)
            try await self.drop(self.replay.table)
            try await self.drop(self.replay.restTable)
            try await self.execute("CREATE TABLE \(self.rest) AS \(quarantine)")
            try await self.execute("ALTER TABLE \(self.rest) MODIFY COMMENT \(SQLText.stringLiteral(self.replay.restTable))")
            try await self.execute(
                """
                CREATE TABLE \(self.taken) ENGINE = MergeTree ORDER BY \(Self.number) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1 \
                AS SELECT rowNumberInAllBlocks() AS \(Self.number), byteSize(\(Self.texts)) AS \(Self.size), \(self.correctedTexts) \
                FROM \(quarantine) WHERE \(self.condition)
                """)
            try await self.execute("INSERT INTO \(self.rest) SELECT * FROM \(quarantine) WHERE NOT \(self.condition)")
            try await self.execute("EXCHANGE TABLES \(quarantine) AND \(self.rest)")
            CrashPoint.pass(.replayTake)
        }
        struct Count: Decodable { let rows: Int }
        return try await self.engine.rows(of: self.query("SELECT count() AS rows FROM \(self.taken)"), as: Count.self).first?.rows ?? 0
    }

    /// The next rows, as texts, and the number of the row behind them; nil if there are no more.
    ///
    /// They are the same however often it is asked: the table never changes.
    func piece() async throws -> (text: [UInt8], end: Int)? {
        struct End: Decodable { let end: Int }
        let range = "\(Self.number) >= \(self.replay.nextRow) AND \(Self.number) < \(self.replay.nextRow + self.replay.pieceRows)"
        let sizes = "SELECT \(Self.number), sum(\(Self.size)) OVER (ORDER BY \(Self.number) ROWS UNBOUNDED PRECEDING) AS total"
        let end = """
            SELECT max(\(Self.number)) + 1 AS end FROM (\(sizes) FROM \(self.taken) WHERE \(range)) \
            WHERE total <= \(IngestLimits.replaySize.bytes) OR \(Self.number) = \(self.replay.nextRow)
            """
        guard let end = try await self.engine.rows(of: self.query(end), as: End.self).first?.end, end > self.replay.nextRow else {
            return nil
        }
        let rows = """
            SELECT * EXCEPT (\(Self.number), \(Self.size)) FROM \(self.taken) \
            WHERE \(Self.number) >= \(self.replay.nextRow) AND \(Self.number) < \(end) ORDER BY \(Self.number)
            """
        var query = self.query(rows)
        query.format = "JSONCompactEachRowWithNames"
        let text = try await self.engine.query(query).collect(upTo: IngestLimits.replayTextSize.bytes)
        return (Array(text.readableBytesView), end)
    }

    /// Leaves the rows in quarantine, if they are not taken yet.
    func leave() async throws -> Bool {
        guard try await !self.isTaken() else { return false }
        try await self.drop(self.replay.table)
        try await self.drop(self.replay.restTable)
        return true
    }

    /// Drops what stayed behind when the rows were taken.
    func dropRest() async throws { try await self.drop(self.replay.restTable) }

    /// Drops the rows, when all of them have been appended.
    func dropTaken() async throws { try await self.drop(self.replay.table) }

    // MARK: Statements

    private static let number = "c__replay_row"
    private static let size = "c__replay_size"
    /// The raw texts, and what brought them.
    private static let texts = "* EXCEPT (c__error_column, c__error, insertion_date)"

    /// The same, with the corrections where their columns are at fault.
    private var correctedTexts: String {
        let corrections = self.replay.corrections.sorted { $0.key < $1.key }.map { column, text in
            let (name, literal) = (SQLText.identifier(column), SQLText.stringLiteral(column))
            return "if(has(c__error_column, \(literal)), \(SQLText.stringLiteral(text)), \(name)) AS \(name)"
        }
        return corrections.isEmpty ? Self.texts : "\(Self.texts) REPLACE (\(corrections.joined(separator: ", ")))"
    }

    private var taken: String { SQLText.identifier(self.replay.table) }
    private var rest: String { SQLText.identifier(self.replay.restTable) }

    /// Which rows are replayed. A line that was no row has no texts of columns and stays.
    private var condition: String {
        let refusal = SQLText.stringLiteral(InsertShape.refusal)
        let isRow = "(NOT has(c__error_column, '') OR arrayExists(e -> startsWith(e, \(refusal)), c__error))"
        guard let importID = self.replay.importID else { return isRow }
        return "(\(isRow) AND ifNull(c__import_id = \(SQLText.stringLiteral(importID)), 0))"
    }

    /// A comment on the table beside says that the exchange is still to come.
    private func isTaken() async throws -> Bool {
        struct Table: Decodable {
            let name: String
            let comment: String
        }
        let names = [self.replay.table, self.replay.restTable].map { SQLText.stringLiteral($0) }.joined(separator: ", ")
        let query = EngineQuery(
            "SELECT name, comment FROM system.tables WHERE database = {database: String} AND name IN (\(names))",
            parameters: ["database": self.database])
        let tables = try await self.engine.rows(of: query, as: Table.self)
        return tables.count == 2 && tables.allSatisfy { $0.comment != self.replay.restTable }
    }

    private func drop(_ table: String) async throws { try await self.execute("DROP TABLE IF EXISTS \(SQLText.identifier(table)) SYNC") }

    private func execute(_ statement: String) async throws { try await self.engine.execute(self.query(statement)) }

    private func query(_ statement: String) -> EngineQuery {
        // One thread numbers rows without gaps. Equal rows are different ones: nothing is compared by content.
        let settings = ["max_threads": "1", "max_insert_threads": "1", "async_insert": "0", "deduplicate_insert": "disable"]
        return EngineQuery(statement, database: self.database, settings: settings)
    }
}
