// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import ClickHouseClient
internal import Datafiles
internal import MartletCore
internal import NIOCore
package import Workspaces

/// The door of the ingest room: events in, rows in the engine.
///
/// A request's good rows are one insert, its bad ones another into the quarantine; a bad row never costs its neighbours.
package struct IngestService: Sendable {
    private let catalog: WorkspaceCatalog
    private let engine: EngineClient
    private let gates: IngestGates
    private let plans = RowPlans()

    package init(catalog: WorkspaceCatalog, engine: EngineClient, gates: IngestGates) {
        self.catalog = catalog
        self.engine = engine
        self.gates = gates
    }

    /// Stores the rows of a request and returns when they can be queried.
    package func append(_ request: AppendRequest) async throws -> AppendResult {
        try await self.gates.gate(of: request.workspace).pass {
            // Read behind the gate: the deployment that held us back may have replaced the table.
            let snapshot = try self.catalog.snapshot(of: request.workspace)
            guard let dataSource = snapshot.dataSource(request.dataSource) else { throw IngestError.unknownDataSource(request.dataSource) }
            let plan = try self.plans.plan(of: dataSource)
            let rows = try Self.decode(request, plan: plan)
            try await self.store(rows, of: request, plan: plan, dataSource: dataSource, database: snapshot.workspace.database)
            return AppendResult(successfulRows: rows.rowCount, quarantinedRows: rows.quarantined.count)
        }
    }

    private static func decode(_ request: AppendRequest, plan: RowPlan) throws -> DecodedRows {
        var decoder = NDJSONDecoder(plan: plan)
        let rows =
            switch request.format {
            case .ndjson: decoder.decode(request.body)
            case .json: decoder.decodeJSON(request.body)
            }
        // Single unreadable lines are quarantined, but a body that holds nothing else was never meant to be events.
        if rows.rowCount == 0, let first = rows.quarantined.first, rows.quarantined.allSatisfy({ $0.columns == [""] }) {
            throw IngestError.nothingReadable(firstError: "line \(first.line): \(first.errors.first ?? "invalid JSON")")
        }
        return rows
    }

    private func store(_ rows: DecodedRows, of request: AppendRequest, plan: RowPlan, dataSource: DataSource, database: String) async throws
    {
        if let block = rows.block {
            let columns = plan.insertColumns.map { SQLText.identifier($0) }.joined(separator: ", ")
            let insert = """
                INSERT INTO \(SQLText.identifier(dataSource.table)) (\(columns)) \
                SELECT \(plan.insertSelectList) FROM input(\(SQLText.stringLiteral(plan.inputStructure))) FORMAT Native
                """
            _ = try await self.engine.insert(
                EngineQuery(insert, database: database, settings: Self.insertSettings.merging(plan.insertSettings) { $1 }),
                rows: ByteBuffer(bytes: block.bytes))
        }
        if !rows.quarantined.isEmpty {
            let names = dataSource.definition.columns.map(\.name)
            let body = try QuarantineEncoder(columnNames: names, importID: request.importID).encode(rows.quarantined)
            let insert = "INSERT INTO \(SQLText.identifier(dataSource.quarantineTable)) FORMAT JSONEachRow"
            _ = try await self.engine.insert(EngineQuery(insert, database: database, settings: Self.insertSettings), rows: body)
        }
    }

    /// Inserts are one block each and acknowledged when stored; a missing value takes the column's default. Nobody asks
    /// what an insert has read, so it need not wait for the engine to tell.
    private static let insertSettings = ["async_insert": "0", "insert_null_as_default": "1", "log_queries": "0"]
}
