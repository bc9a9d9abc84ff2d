// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
package import ClickHouseClient
internal import Datafiles
internal import FoundationEssentials
internal import MartletCore
package import Workspaces

/// The door of the ingest room: events in, rows in the log, and from there in the engine.
///
/// A bad row never costs its neighbours: it goes to the quarantine beside them.
package struct IngestService: Sendable {
    let catalog: WorkspaceCatalog
    let engine: EngineClient
    let flows: DataSourceFlows
    let plans = RowPlans()
    private let decoders = DecoderPool()

    package init(catalog: WorkspaceCatalog, engine: EngineClient, flows: DataSourceFlows) {
        self.catalog = catalog
        self.engine = engine
        self.flows = flows
    }

    /// Keeps the rows of a request: they are durable when this returns, and can be queried then if the request asked to wait.
    package func append(_ request: AppendRequest) async throws -> AppendResult {
        let snapshot = try self.catalog.snapshot(of: request.workspace)
        guard let dataSource = snapshot.dataSource(request.dataSource) else { throw IngestError.unknownDataSource(request.dataSource) }
        let plan = try self.plans.plan(of: dataSource)
        guard let rows = try self.logRows(of: request, plan: plan, dataSource: dataSource) else {
            return AppendResult(successfulRows: 0, quarantinedRows: 0, isCommitted: true, isRepetition: false)
        }
        let flow = try await self.flows.flow(of: dataSource, in: request.workspace)
        let receipt = try await flow.append(rows)
        return try await self.result(of: receipt, in: flow, waiting: request.waitsForCommit)
    }

    /// Nil if there is not a single row.
    private func logRows(of request: AppendRequest, plan: CompiledPlan, dataSource: DataSource) throws -> LogRows? {
        let rows = try self.decode(request, plan: plan)
        guard rows.rowCount > 0 || !rows.quarantined.isEmpty else { return nil }
        let names = dataSource.definition.columns.map(\.name)
        return LogRows(
            shape: plan.shape, rowCount: rows.rowCount, block: rows.block?.bytes ?? [], quarantinedCount: rows.quarantined.count,
            quarantined: try QuarantineEncoder(columnNames: names, importID: request.importID).encode(rows.quarantined),
            requestID: request.importID, time: .now, key: request.idempotencyKey.map { IdempotencyKey($0, content: request.body) })
    }

    private func decode(_ request: AppendRequest, plan: CompiledPlan) throws -> DecodedRows {
        let rows = self.decoders.decode(request.body, as: request.format, by: plan.rows, number: plan.number)
        // Single unreadable lines are quarantined, but a body that holds nothing else was never meant to be events.
        if rows.rowCount == 0, let first = rows.quarantined.first, rows.quarantined.allSatisfy({ $0.columns == [""] }) {
            throw IngestError.nothingReadable(firstError: "line \(first.line): \(first.errors.first ?? "invalid JSON")")
        }
        return rows
    }

    private func result(of receipt: LogReceipt, in flow: DataSourceFlow, waiting: Bool) async throws -> AppendResult {
        let outcome = waiting ? await withDeadline(IngestLimits.waitForCommit) { await flow.outcome(of: receipt) } : nil
        switch outcome {
        case .viewFailed(let error): throw IngestError.viewFailed(error)
        case .rejected(let error): throw IngestError.rejected(error)
        case .stored, nil:
            return AppendResult(
                successfulRows: receipt.rowCount, quarantinedRows: receipt.quarantinedCount, isCommitted: outcome != nil,
                isRepetition: receipt.isDuplicate)
        }
    }
}

/// What `work` gives, or nil if it takes longer than `limit`; it is then cancelled.
private func withDeadline<Value: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async -> Value?) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
        group.addTask { await work() }
        group.addTask {
            try? await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        return await group.next() ?? nil
    }
}
