// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import ClickHouseClient
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

    private let table: String
    private let quarantineTable: String
    private let database: String
    private let columns: Set<String>
    private let lateTables: Set<String>
    private let token: String
    private let importID: String
    private var runs: [InsertRun] = []
    private var quarantined = ByteBuffer()

    /// - Parameter lateTables: Those from which rows still go on to the table of their data source.
    init(_ batch: SealedBatch, records: [RowsRecord], dataSource: DataSource, database: String, lateTables: Set<String>) throws {
        self.lateTables = lateTables
        self.table = batch.table
        self.quarantineTable = dataSource.quarantineTable
        self.database = database
        self.columns = Set(dataSource.definition.columns.map(\.name))
        self.token = batch.token
        self.importID = records.first?.requestID ?? ""
        for record in records { self.quarantined.writeBytes(record.quarantined) }
        var rest = records.filter { !$0.block.isEmpty }[...]
        while let shape = rest.first?.shape {
            let run = rest.prefix { $0.shape == shape }
            self.runs.append(try InsertRun(run, shape: InsertShape(shape), token: "\(batch.token)-\(self.runs.count)"))
            rest = rest.dropFirst(run.count)
        }
    }

    /// Whether it is worth sending the rows before it is the batch's turn.
    var isWorthSendingAhead: Bool { self.runs.first.map { $0.rows.readableBytes >= Self.aheadByteCount } ?? false }

    /// The bytes of its rows, and of those that are quarantined.
    var byteCount: Int { self.runs.reduce(0) { $0 + $1.rows.readableBytes } }
    var quarantinedByteCount: Int { self.quarantined.readableBytes }

    private static let aheadByteCount = 1 << 20

    /// Nothing is stored before `turn` has returned.
    func run(_ step: Step, by engine: EngineClient, turn: (@Sendable () async throws -> Void)? = nil) async throws {
        if self.runs.isEmpty { try await turn?() }
        for (index, run) in self.runs.enumerated() {
            let statement =
                if case .intoQuarantine(let error) = step {
                    run.shape.quarantineStatement(
                        into: self.quarantineTable, havingColumns: self.columns, error: error, importID: self.importID)
                } else if let table = self.lateTable(of: run.shape) {
                    // Only behind this table do they become what they are to be: where that fails, they have no other place.
                    if case .withoutFailingViews(let error) = step {
                        run.shape.quarantineStatement(
                            into: self.quarantineTable, havingColumns: self.columns, error: error, importID: self.importID)
                    } else {
                        run.shape.statement(into: table, havingColumns: nil)
                    }
                } else {
                    run.shape.statement(into: self.table, havingColumns: self.columns)
                }
            var settings = run.shape.settings
            if case .withoutFailingViews = step { settings["materialized_views_ignore_errors"] = "1" }
            try await self.insert(
                statement, rows: run.rows, token: run.token, settings: settings, by: engine, turn: index == 0 ? turn : nil)
        }
        guard self.quarantined.readableBytes > 0 else { return }
        let statement = "INSERT INTO \(SQLText.identifier(self.quarantineTable)) FORMAT JSONEachRow"
        // The table may have fewer columns than the data source had when the rows came.
        let settings = ["input_format_skip_unknown_fields": "1"]
        try await self.insert(statement, rows: self.quarantined, token: "\(self.token)-q", settings: settings, by: engine)
    }

    /// The table of old that rows were decoded for, if they still go its way: only that knows what becomes of them.
    private func lateTable(of shape: InsertShape) -> String? {
        guard let table = shape.table, table != self.table, self.lateTables.contains(table) else { return nil }
        return table
    }

    private func insert(
        _ statement: String, rows: ByteBuffer, token: String, settings: [String: String], by engine: EngineClient,
        turn: (@Sendable () async throws -> Void)? = nil
    ) async throws {
        let settings = settings.merging(TokenInsert.settings(token: token)) { $1 }
        _ = try await engine.insert(EngineQuery(statement, database: self.database, settings: settings), rows: rows, turn: turn)
    }
}

extension EngineError {
    /// Whether the engine looked at the rows and said no; everything else may pass with time.
    package var isRefusal: Bool {
        guard case .exception(let number, _, _) = self else { return false }
        return !Self.passingTroubles.contains(number)
    }

    /// Exceptions that say nothing about the rows: too many queries, time, memory, parts, the network, the disk, aborted, replicas.
    private static let passingTroubles: Set<Int> = [
        81, 107, 159, 164, 202, 203, 209, 210, 225, 236, 241, 242, 243, 252, 279, 285, 286, 289, 319, 394, 425, 499, 999, 1000,
    ]
}
