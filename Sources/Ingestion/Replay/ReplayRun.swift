// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import Logging
internal import MartletCore
internal import Workspaces

/// Brings one replay to its end, step by step. Each step can be repeated, and is noted in the catalog before the next one.
struct ReplayRun: Sendable {
    private let catalog: WorkspaceCatalog
    private let engine: EngineClient
    private let flows: DataSourceFlows
    private let plans: RowPlans
    private let logger: Logger
    private var replay: QuarantineReplay
    /// What went wrong with rows, as opposed to what the replay waited for.
    private var failure: String?

    init(
        _ replay: QuarantineReplay, catalog: WorkspaceCatalog, engine: EngineClient, flows: DataSourceFlows, plans: RowPlans, logger: Logger
    ) {
        self.catalog = catalog
        self.engine = engine
        self.flows = flows
        self.plans = plans
        self.replay = replay
        var logger = logger
        logger[metadataKey: "replay"] = "\(replay.id)"
        self.logger = logger
    }

    /// Goes on until the replay is done, however often a step fails; what is left when the task is cancelled is for the next start.
    mutating func run() async {
        var delay = RetryDelay()
        while self.replay.state != .done, !Task.isCancelled {
            do {
                guard try await self.advance() else { return }
                delay = RetryDelay()
            } catch {
                // A deleted workspace has taken the replay with it.
                guard !Task.isCancelled, self.catalog.workspace(self.replay.workspace.text) != nil else { return }
                let pause = delay.advance()
                self.logger.warning("a replay waits", metadata: ["attempt": "\(delay.attempts)", "error": "\(error)"])
                if delay.attempts >= Self.attemptsToTake, await self.giveUp(because: error) { return }
                self.replay.problem = Self.problem(error)
                try? await self.catalog.update(self.replay)
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// What the database cannot do in a few attempts it is not asked to do again and again while batches wait.
    private static let attemptsToTake = 4

    /// Ends a replay whose rows cannot be taken out of the quarantine; false if they are taken, or if that may yet come to pass.
    private mutating func giveUp(because error: any Error) async -> Bool {
        guard self.replay.state == .taking, case EngineError.exception = error else { return false }
        do {
            guard try await self.tables(in: self.catalog.snapshot(of: self.replay.workspace)).leave() else { return false }
            self.replay.problem = Self.problem(error)
            self.replay.state = .done
            try await self.catalog.update(self.replay)
            return true
        } catch {
            self.replay.state = .taking
            return false
        }
    }

    /// In words for the caller. The engine's own may name what is not his.
    private static func problem(_ error: any Error) -> String {
        switch error {
        case EngineError.exception: "the database failed; the server's log tells why"
        case let error as any ServiceError: error.message
        default: "the server failed; its log tells why"
        }
    }

    private func tables(in snapshot: WorkspaceSnapshot) -> ReplayTables {
        ReplayTables(replay: self.replay, database: snapshot.workspace.database, engine: self.engine)
    }

    /// One step; false if the data source is no more.
    private mutating func advance() async throws -> Bool {
        let snapshot = try self.catalog.snapshot(of: self.replay.workspace)
        let tables = self.tables(in: snapshot)
        guard let dataSource = self.dataSource(in: snapshot) else {
            try await tables.dropRest()
            try await tables.dropTaken()
            try await self.catalog.remove(self.replay)
            return false
        }
        switch self.replay.state {
        case .taking: try await self.take(tables)
        case .appending:
            if let (text, end) = try await tables.piece() {
                try await self.append(text, end: end, to: dataSource)
            } else {
                self.replay.problem = self.failure
                self.replay.state = .done
                try await self.catalog.update(self.replay)
                CrashPoint.pass(.replayEnd)
                try await tables.dropTaken()
            }
        case .done: break
        }
        return true
    }

    private func dataSource(in snapshot: WorkspaceSnapshot) -> DataSource? {
        snapshot.dataSources.values.first { $0.id == self.replay.dataSource }
    }

    /// No batch and no deployment is at the quarantine while its rows are taken.
    private mutating func take(_ tables: ReplayTables) async throws {
        let (catalog, replay) = (self.catalog, self.replay)
        let rowCount = try await self.flows.holdBack(replay.workspace) {
            // The gate may have waited for a deployment.
            let snapshot = try catalog.snapshot(of: replay.workspace)
            guard let dataSource = snapshot.dataSources.values.first(where: { $0.id == replay.dataSource }) else { return 0 }
            return try await tables.take(from: dataSource)
        }
        self.replay.rowCount = rowCount
        self.replay.problem = nil
        self.replay.state = .appending
        try await self.catalog.update(self.replay)
        try await tables.dropRest()
    }

    /// Appends a piece under a key of its own, so that it is stored once even if it could not be noted that it was.
    private mutating func append(_ text: [UInt8], end: Int, to dataSource: DataSource) async throws {
        let plan = try self.plans.plan(of: dataSource, format: .quarantine)
        let piece = try QuarantineDecoder.decode(text, plan: plan.rows)
        let names = dataSource.definition.columns.map(\.name)
        let quarantined = try piece.rows.quarantined.flatMap { row in
            try QuarantineEncoder(columnNames: names, importID: piece.importID(of: row)).encode([row])
        }
        let rows = LogRows(
            shape: plan.shape, rowCount: piece.rows.rowCount, block: piece.rows.block?.bytes ?? [],
            quarantinedCount: piece.rows.quarantined.count, quarantined: quarantined, requestID: self.replay.id, time: .now,
            key: IdempotencyKey("replay/\(self.replay.id)/\(self.replay.nextRow)", content: []))
        let flow = try await self.flows.flow(of: dataSource, in: self.replay.workspace)
        let receipt: LogReceipt
        do throws(LogError) {
            receipt = try await flow.append(rows)
        } catch {
            guard case .tooLarge = error, end > self.replay.nextRow + 1 else { throw error }
            // Of short rows the reasons may be much longer than the texts.
            self.replay.pieceRows = (end - self.replay.nextRow) / 2
            return try await self.catalog.update(self.replay)
        }
        CrashPoint.pass(.replayAppend)
        self.replay.nextRow = end
        self.replay.storedCount += receipt.rowCount
        self.replay.quarantinedCount += receipt.quarantinedCount
        self.replay.problem = self.failure
        try await self.catalog.update(self.replay)
        await self.wait(for: receipt, in: flow)
    }

    /// Waits for the engine, as long as it takes: who asked for the replay wants to find the rows, and the log is not filled by it.
    private mutating func wait(for receipt: LogReceipt, in flow: DataSourceFlow) async {
        switch await flow.outcome(of: receipt) {
        case .stored, nil: return
        case .viewFailed(let error): self.failure = IngestError.viewFailed(error).message
        case .rejected(let error):
            self.failure = IngestError.rejected(error).message
            self.replay.storedCount -= receipt.rowCount
            self.replay.quarantinedCount += receipt.rowCount
        }
    }
}
