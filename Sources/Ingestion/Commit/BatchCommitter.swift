// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Dispatch
internal import Logging
internal import NIOCore
internal import Observability
internal import Workspaces

/// Brings the sealed batches of one data source into the engine, each exactly once.
///
/// A batch is the same rows under the same token at every attempt, so the engine drops what it has already. What the engine refuses
/// for good goes the next step down: past the view that fails, then into quarantine; nothing is dropped.
struct BatchCommitter: Sendable {
    let workspace: WorkspaceID
    let dataSource: ResourceID
    let catalog: WorkspaceCatalog
    let engine: EngineClient
    let slots: InsertSlots
    let serviceLog: ServiceLog
    let alerts: QuarantineAlerts
    let logger: Logger
    let onFailedView: @Sendable (WorkspaceID, String) async -> Void

    /// Whether the rows have to wait for a deployment that is not live yet.
    var isHeld: Bool { self.catalog.candidateRoutes(of: self.workspace).held.contains(self.dataSource) }

    /// The table that new batches go to; nil if the data source is no more.
    var liveTable: String? { get throws { try self.live()?.dataSource.table } }

    /// Inserts a batch, trying again until the engine has it; nil if the task was cancelled before, or the batch gets no turn.
    ///
    /// Batches are inserted in their order, for in some tables the last row wins: nothing is stored before `turn` says that the batch
    /// before is in the engine.
    func commit(_ batch: SealedBatch, of log: DataSourceLog, turn: @escaping Turn) async -> CommittedBatch? {
        var delay = RetryDelay()
        var step = BatchInsert.Step.normal
        while !Task.isCancelled {
            do {
                let insert = try await self.prepare(batch, of: log)
                guard let insert else { return await turn() ? CommittedBatch(outcome: .stored) : nil }
                CrashPoint.pass(.insertBefore)
                guard try await self.run(insert, step, turn: turn) else { return nil }
                CrashPoint.pass(.insertAfter)
                return CommittedBatch(
                    outcome: step.outcome, byteCount: insert.byteCount, quarantinedByteCount: insert.quarantinedByteCount)
            } catch {
                guard !Task.isCancelled else { return nil }
                let pause = delay.advance()
                self.logger.warning(
                    "a batch was not taken", metadata: ["batch": "\(batch.token)", "attempt": "\(delay.attempts)", "error": "\(error)"])
                if let engineError = error as? EngineError, engineError.isRefusal {
                    let fault = self.catalog.unservedDeployment(withViewNamedIn: engineError.message, of: self.workspace)
                    if fault != nil, delay.attempts < Self.attemptsUntilViewsAreGone {
                        // The deployment is discarded, and the rows are tried again without its views.
                        self.report(engineError.message)
                    } else if delay.attempts >= Self.attemptsBeforeNextStep {
                        step = step.next(because: engineError.message)
                        delay = RetryDelay()
                    }
                }
                try? await Task.sleep(for: pause)
            }
        }
        return nil
    }

    /// Waits until the batch before is in the engine; false if it will not get there.
    typealias Turn = @Sendable () async -> Bool

    /// Large batches are sent while the one before is inserted. False if the batch gets no turn.
    private func run(_ insert: BatchInsert, _ step: BatchInsert.Step, turn: @escaping Turn) async throws -> Bool {
        if insert.isWorthSendingAhead {
            let isDone = try await self.slots.tryAhead {
                try await insert.run(step, by: self.engine) { guard await turn() else { throw CancellationError() } }
            }
            if isDone { return true }
        }
        guard await turn() else { return false }
        try await self.slots.use(for: self.workspace) { try await insert.run(step, by: self.engine) }
        return true
    }

    /// Who is told may want to change tables, which waits for this batch.
    private func report(_ reason: String) {
        let (workspace, tell) = (self.workspace, self.onFailedView)
        Task { await tell(workspace, reason) }
    }

    /// What the engine refuses again and again, it refuses for good.
    private static let attemptsBeforeNextStep = 4
    /// Some minutes.
    private static let attemptsUntilViewsAreGone = 40

    func live() throws -> (dataSource: DataSource, database: String)? {
        let snapshot = try self.catalog.snapshot(of: self.workspace)
        return snapshot.dataSources.values.first { $0.id == self.dataSource }.map { ($0, snapshot.workspace.database) }
    }

    /// Reads the batch back; nil if its data source is no more.
    private func prepare(_ batch: SealedBatch, of log: DataSourceLog) async throws -> BatchInsert? {
        guard let (dataSource, database) = try self.live() else { return nil }
        let records = try await Self.offTheTasks { () throws(LogError) in try log.read(batch) }
        return try BatchInsert(
            batch, records: records, dataSource: dataSource, database: database,
            lateTables: self.catalog.lateTables(of: self.workspace))
    }

    /// Runs what blocks on a thread that may.
    private static func offTheTasks<Value: Sendable>(
        _ work: @escaping @Sendable () throws(LogError) -> Value
    ) async throws(LogError) -> Value {
        try await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                do throws(LogError) {
                    continuation.resume(returning: Result<Value, LogError>.success(try work()))
                } catch {
                    continuation.resume(returning: Result<Value, LogError>.failure(error))
                }
            }
        }.get()
    }
}
