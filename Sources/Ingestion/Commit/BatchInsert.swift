// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import NIOCore
internal import Workspaces

/// The inserts of one batch: one for each run of rows of the same shape, and one for the quarantined rows.
struct BatchInsert: Sendable {
    /// How far an attempt goes to get rid of rows that the engine refuses.
    enum Step: Sendable, Hashable {
        case normal
        /// Views that fail are passed over.
        case withoutFailingViews(error: String)
        /// The rows become texts in the quarantine.
        case intoQuarantine(error: String)

        func next(because error: String) -> Step {
            switch self {
            case .normal: .withoutFailingViews(error: error)
            case .withoutFailingViews, .intoQuarantine: .intoQuarantine(error: error)
            }
        }

        var outcome: CommitOutcome {
            switch self {
            case .normal: .stored
            case .withoutFailingViews(let error): .viewFailed(error)
            case .intoQuarantine(let error): .rejected(error)
            }
        }
    }

    /// Rows of one shape that follow one another.
    private struct Run: Sendable {
        let shape: InsertShape
        let token: String
        var rows: ByteBuffer
    }

    private let table: String
    private let quarantineTable: String
    private let database: String
    private let columns: Set<String>
    private let token: String
    private let importID: String
    private var runs: [Run] = []
    private var quarantined = ByteBuffer()

    init(_ batch: SealedBatch, records: [RowsRecord], dataSource: DataSource, database: String) throws {
        self.table = batch.table
        self.quarantineTable = dataSource.quarantineTable
        self.database = database
        self.columns = Set(dataSource.definition.columns.map(\.name))
        self.token = batch.token
        self.importID = records.first?.requestID ?? ""
        var shape: LogShape?
        for record in records {
            if !record.block.isEmpty {
                if record.shape != shape {
                    shape = record.shape
                    self.runs.append(
                        Run(shape: try InsertShape(record.shape), token: "\(batch.token)-\(self.runs.count)", rows: ByteBuffer()))
                }
                self.runs[self.runs.count - 1].rows.writeBytes(record.block)
            }
            self.quarantined.writeBytes(record.quarantined)
        }
    }

    func run(_ step: Step, by engine: EngineClient) async throws {
        for run in self.runs {
            let statement =
                if case .intoQuarantine(let error) = step {
                    run.shape.quarantineStatement(
                        into: self.quarantineTable, havingColumns: self.columns, error: error, importID: self.importID)
                } else {
                    run.shape.statement(into: self.table, havingColumns: self.columns)
                }
            var settings = run.shape.settings
            if case .withoutFailingViews = step { settings["materialized_views_ignore_errors"] = "1" }
            try await self.insert(statement, rows: run.rows, token: run.token, settings: settings, by: engine)
        }
        guard self.quarantined.readableBytes > 0 else { return }
        let statement = "INSERT INTO \(SQLText.identifier(self.quarantineTable)) FORMAT JSONEachRow"
        // The table may have fewer columns than the data source had when the rows came.
        let settings = ["input_format_skip_unknown_fields": "1"]
        try await self.insert(statement, rows: self.quarantined, token: "\(self.token)-q", settings: settings, by: engine)
    }

    private func insert(
        _ statement: String, rows: ByteBuffer, token: String, settings: [String: String], by engine: EngineClient
    ) async throws {
        var settings = settings.merging(Self.settings) { $1 }
        settings["insert_deduplication_token"] = token
        _ = try await engine.insert(EngineQuery(statement, database: self.database, settings: settings), rows: rows)
    }

    /// Inserts are synchronous, one block each, and known by their token in the table and in all views behind it. Rows that were
    /// acknowledged are inserted into however many partitions they are of. Nobody asks what an insert has read, so it need not wait
    /// for the engine to tell.
    private static let settings = [
        "async_insert": "0", "insert_null_as_default": "1", "insert_deduplicate": "1",
        "deduplicate_blocks_in_dependent_materialized_views": "1", "max_partitions_per_insert_block": "0", "log_queries": "0",
    ]
}

extension EngineError {
    /// Whether the engine looked at the rows and said no; everything else may pass with time.
    var isRefusal: Bool {
        guard case .exception(let number, _, _) = self else { return false }
        return !Self.passingTroubles.contains(number)
    }

    /// Exceptions that say nothing about the rows: too many queries, time, memory, parts, the network, the disk, aborted, replicas.
    private static let passingTroubles: Set<Int> = [
        81, 107, 159, 164, 202, 203, 209, 210, 225, 236, 241, 242, 243, 252, 279, 285, 286, 289, 319, 394, 425, 499, 999, 1000,
    ]
}
