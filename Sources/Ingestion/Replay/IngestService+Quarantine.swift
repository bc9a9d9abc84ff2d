// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
package import Workspaces

extension IngestService {
    /// The quarantines of these data sources that hold rows, or of which rows are being replayed.
    package func quarantines(of dataSources: [DataSource], in workspace: WorkspaceID) async throws -> [QuarantineSummary] {
        struct Table: Decodable { let name: String }
        let database = try self.catalog.snapshot(of: workspace).workspace.database
        let query = EngineQuery(
            "SELECT name FROM system.tables WHERE database = {database: String} AND total_rows > 0", parameters: ["database": database])
        let filled = Set(try await self.engine.rows(of: query, as: Table.self).map(\.name))
        let replays = try await self.catalog.unfinishedReplays()
        let replaying = Dictionary(replays.map { ($0.dataSource, $0.rowCount - $0.nextRow) }, uniquingKeysWith: { first, _ in first })
        var summaries: [QuarantineSummary] = []
        for dataSource in dataSources {
            let count = replaying[dataSource.id] ?? 0
            guard count > 0 || filled.contains(dataSource.quarantineTable) else { continue }
            summaries.append(try await self.quarantine(of: dataSource, database: database, replayingCount: count))
        }
        return summaries
    }

    private func quarantine(of dataSource: DataSource, database: String, replayingCount: Int) async throws -> QuarantineSummary {
        struct Total: Decodable {
            let rows: Int
            let newest: String?
        }
        let table = SQLText.identifier(dataSource.quarantineTable)
        let total = EngineQuery("SELECT count() AS rows, toString(maxOrNull(insertion_date)) AS newest FROM \(table)", database: database)
        let found = try await self.engine.rows(of: total, as: Total.self).first
        return QuarantineSummary(
            dataSource: dataSource.name, rowCount: found?.rows ?? 0, replayingCount: replayingCount, newest: found?.newest,
            reasons: try await self.reasons(in: table, database: database))
    }

    /// The most frequent reasons of the rows that came last.
    func newestReasons(of dataSource: DataSource, in workspace: WorkspaceID, rowCount: Int) async throws -> [QuarantineSummary.Reason] {
        let rows = """
            (SELECT c__error_column, c__error FROM \(SQLText.identifier(dataSource.quarantineTable)) \
            ORDER BY insertion_date DESC LIMIT \(rowCount))
            """
        return try await self.reasons(in: rows, database: try self.catalog.snapshot(of: workspace).workspace.database)
    }

    private func reasons(in rows: String, database: String) async throws -> [QuarantineSummary.Reason] {
        let query = EngineQuery(
            """
            SELECT column, \(Self.sharedReason) AS reason, count() AS rows FROM \(rows) \
            ARRAY JOIN c__error_column AS column, c__error AS error \
            GROUP BY column, reason ORDER BY rows DESC, column, reason LIMIT \(IngestLimits.quarantineReasons)
            """, database: database)
        return try await self.engine.rows(of: query, as: QuarantineSummary.Reason.self)
    }

    /// A reason without the value at fault (datafiles contract, section 16).
    private static let sharedReason = """
        replaceRegexpOne(replaceRegexpOne(error, '(?s)^value \\'.*\\' on column \\'', 'value on column \\''), '(?s): \\'.*\\'$', '')
        """

    /// The newest rows of a quarantine.
    ///
    /// - Parameter importID: Only those that this request or import brought.
    package func quarantinedRows(
        of dataSource: DataSource, in workspace: WorkspaceID, importID: String?, limit: Int
    ) async throws -> [StoredQuarantineRow] {
        struct Row: Decodable {
            let date: String
            let importID: String?
            let columns: [String]
            let errors: [String]
            let texts: [String?]
        }
        let names = dataSource.definition.columns.map(\.name)
        let condition = importID.map { "WHERE c__import_id = \(SQLText.stringLiteral($0))" } ?? ""
        let query = EngineQuery(
            """
            SELECT toString(insertion_date) AS date, c__import_id AS importID, c__error_column AS columns, c__error AS errors, \
            [\(names.map { SQLText.identifier($0) }.joined(separator: ", "))] AS texts \
            FROM \(SQLText.identifier(dataSource.quarantineTable)) \(condition) ORDER BY insertion_date DESC \
            LIMIT \(min(limit, IngestLimits.quarantineRows))
            """, database: try self.catalog.snapshot(of: workspace).workspace.database)
        return try await self.engine.rows(of: query, as: Row.self).map { row in
            StoredQuarantineRow(
                insertionDate: row.date, importID: row.importID,
                faults: zip(row.columns, row.errors).map { (column: $0, error: $1) },
                values: zip(names, row.texts).map { (column: $0, text: $1) })
        }
    }
}
