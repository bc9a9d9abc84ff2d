// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
internal import FoundationEssentials
package import Logging
internal import MartletCore
package import Observability
internal import Synchronization
package import Workspaces

/// The flows of all data sources, and the gates between them and the deployments.
///
/// ```
/// <folder>/<workspace id>/<data source id>/    one log each
/// ```
package final class DataSourceFlows: Sendable {
    private struct Key: Hashable {
        let workspace: WorkspaceID
        let dataSource: ResourceID
    }

    private struct State {
        var flows: [Key: DataSourceFlow] = [:]
        var gates: [WorkspaceID: IngestGate] = [:]
        var isStopped = false
        var onFailedView: @Sendable (WorkspaceID, String) async -> Void = { _, _ in }
    }

    private let folder: String
    private let catalog: WorkspaceCatalog
    private let engine: EngineClient
    let serviceLog: ServiceLog
    private let alerts: QuarantineAlerts
    private let logger: Logger
    private let policy = BatchPolicy()
    private let slots = InsertSlots(count: IngestLimits.concurrentInserts, ahead: IngestLimits.insertsAhead)
    private let pool = LogSyncPool()
    private let budget = LogBudget(limit: IngestLimits.logSize)
    private let memory = LogBudget(limit: IngestLimits.memorySize)
    private let files = DiskFileSystem()
    private let state = Mutex(State())

    package init(
        folder: String, catalog: WorkspaceCatalog, engine: EngineClient, serviceLog: ServiceLog = ServiceLog(),
        alerts: QuarantineAlerts? = nil, logger: Logger
    ) {
        self.folder = folder
        self.catalog = catalog
        self.engine = engine
        self.serviceLog = serviceLog
        self.alerts = alerts ?? QuarantineAlerts(logger: logger)
        self.logger = logger
    }

    // MARK: Start and end

    /// Opens the logs that are on disk, so that what is in them is committed. Says what it found.
    package func open() async throws {
        try self.files.makeFolder(self.folder)
        for workspace in self.catalog.workspaces {
            let folder = "\(self.folder)/\(workspace.id)"
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            let ids = Set(try self.catalog.snapshot(of: workspace.id).dataSources.values.map(\.id))
            for name in try self.files.list(folder).sorted() {
                let id = ResourceID(name)
                guard ids.contains(id) else {
                    self.removeFolder(of: Key(workspace: workspace.id, dataSource: id))
                    continue
                }
                let flow = try self.flow(Key(workspace: workspace.id, dataSource: id))
                self.report(flow.log)
                await flow.start()
            }
        }
    }

    /// Ends all flows. Rows that are not committed are when the server starts again.
    package func stop() async {
        let flows = self.state.withLock { state in
            state.isStopped = true
            defer { state.flows = [:] }
            return Array(state.flows.values)
        }
        await withTaskGroup { group in
            for flow in flows { group.addTask { await flow.stop() } }
        }
        self.pool.stop()
    }

    // MARK: For requests and deployments

    /// The flow of a data source; begun by its first rows.
    func flow(of dataSource: DataSource, in workspace: WorkspaceID) async throws -> DataSourceFlow {
        let key = Key(workspace: workspace, dataSource: dataSource.id)
        if let flow = self.state.withLock({ $0.flows[key] }) { return flow }
        let flow = try self.flow(key)
        await flow.start()
        return flow
    }

    /// Holds back all batches of a workspace while its tables change.
    private func gate(of workspace: WorkspaceID) -> IngestGate {
        self.state.withLock { state in
            if let gate = state.gates[workspace] { return gate }
            let gate = IngestGate()
            state.gates[workspace] = gate
            return gate
        }
    }

    /// Runs `change` while no batch is on its way to the tables of a workspace, and none can come back to them after a crash.
    package func holdBack<Result: Sendable>(
        _ workspace: WorkspaceID, during change: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await self.gate(of: workspace).close {
            try await self.settle(workspace)
            return try await change()
        }
    }

    /// Says whom to tell that a view has failed on rows, and why; who is told must not wait for the rows.
    package func onFailedView(_ tell: @Sendable @escaping (WorkspaceID, String) async -> Void) {
        self.state.withLock { $0.onFailedView = tell }
    }

    /// Whether no row of a workspace that came before a moment is still on its way. The caller holds the gate closed.
    package func hasNoRows(of workspace: WorkspaceID, from moment: Timestamp) -> Bool {
        let logs = self.state.withLock { $0.flows.filter { $0.key.workspace == workspace }.map(\.value.log) }
        return logs.allSatisfy { log in
            guard let first = log.unsealed.firstTime else { return true }
            return Timestamp(Date(timeIntervalSince1970: Double(first.milliseconds) / 1000)) > moment
        }
    }

    /// Runs an insert that is repeated under its token until the engine has it: as for a batch, no table changes meanwhile.
    package func insideGate<Result>(of workspace: WorkspaceID, insert: () async throws -> Result) async throws -> Result {
        let gate = self.gate(of: workspace)
        await gate.enter()
        do {
            let result = try await insert()
            await gate.leave()
            return result
        } catch {
            await gate.leave()
            throw error
        }
    }

    /// Puts on disk which batches of a workspace are committed; throws if a commit was lost.
    private func settle(_ workspace: WorkspaceID) async throws {
        let logs = self.state.withLock { $0.flows.filter { $0.key.workspace == workspace }.map(\.value.log) }
        for log in logs {
            try await log.settle()
            guard log.batches.isEmpty else {
                throw RequestError(
                    .unavailable, "the server's disk has failed to keep which events are stored; start the server anew",
                    retryAfterSeconds: 10)
            }
        }
    }

    /// Ends the flows of data sources that the workspace has no more, and deletes their logs.
    package func retire(from workspace: WorkspaceID) async throws {
        let ids = Set(try self.catalog.snapshot(of: workspace).dataSources.values.map(\.id))
        let retired = self.state.withLock { state in
            let retired = state.flows.filter { $0.key.workspace == workspace && !ids.contains($0.key.dataSource) }
            for key in retired.keys { state.flows.removeValue(forKey: key) }
            return retired
        }
        for (key, flow) in retired {
            await flow.stop()
            self.removeFolder(of: key)
        }
    }

    /// Ends all flows of a workspace that is no more, and deletes its logs.
    package func forget(_ workspace: WorkspaceID) async throws {
        let flows = self.state.withLock { state in
            let flows = state.flows.filter { $0.key.workspace == workspace }
            for key in flows.keys { state.flows.removeValue(forKey: key) }
            state.gates[workspace] = nil
            return Array(flows.values)
        }
        for flow in flows { await flow.stop() }
        let folder = "\(self.folder)/\(workspace)"
        if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
    }

    // MARK: Opening

    private func flow(_ key: Key) throws -> DataSourceFlow {
        let gate = self.gate(of: key.workspace)
        return try self.state.withLock { state in
            guard !state.isStopped else { throw LogError.closed }
            if let flow = state.flows[key] { return flow }
            // Whoever looked before it was deleted must not begin a log that nobody would empty.
            guard try self.catalog.snapshot(of: key.workspace).dataSource(key.dataSource.text) != nil else {
                throw IngestError.unknownDataSource(key.dataSource.text)
            }
            var logger = self.logger
            logger[metadataKey: "data_source"] = "\(key.dataSource)"
            let flow = DataSourceFlow(
                log: try self.log(key),
                committer: BatchCommitter(
                    workspace: key.workspace, dataSource: key.dataSource, catalog: self.catalog, engine: self.engine, slots: self.slots,
                    serviceLog: self.serviceLog, alerts: self.alerts, logger: logger,
                    onFailedView: { workspace, reason in
                        await self.state.withLock(\.onFailedView)(workspace, reason)
                    }),
                gate: gate, policy: self.policy, logger: logger)
            state.flows[key] = flow
            return flow
        }
    }

    private func log(_ key: Key) throws -> DataSourceLog {
        let folder = "\(self.folder)/\(key.workspace)"
        do throws(LogFileError) { try self.files.makeFolder(folder) } catch { throw LogError.notReadable(error) }
        return try DataSourceLog.open(
            "\(folder)/\(key.dataSource)", dataSource: key.dataSource.text, limits: LogLimits(), budget: self.budget,
            memory: self.memory, pool: self.pool, files: self.files)
    }

    private func removeFolder(of key: Key) {
        let folder = "\(self.folder)/\(key.workspace)/\(key.dataSource)"
        do {
            try FileManager.default.removeItem(atPath: folder)
            self.logger.info("the log of a deleted data source was removed", metadata: ["data_source": "\(key.dataSource)"])
        } catch {
            self.logger.warning("the log of a deleted data source is still there", metadata: ["folder": "\(folder)", "error": "\(error)"])
        }
    }

    private func report(_ log: DataSourceLog) {
        let recovery = log.recovery
        var metadata: Logger.Metadata = [
            "data_source": "\(log.dataSource)", "sealed_batches": "\(recovery.batches.count)",
            "unsealed_rows": "\(recovery.unsealed.rowCount + recovery.unsealed.quarantinedCount)", "cut_bytes": "\(recovery.cutByteCount)",
        ]
        guard !recovery.damage.isEmpty else {
            let isQuiet = recovery.batches.isEmpty && recovery.unsealed.recordCount == 0 && recovery.cutByteCount == 0
            self.logger.log(level: isQuiet ? .debug : .info, "a log was opened", metadata: metadata)
            return
        }
        metadata["doubtful_rows"] = "\(recovery.doubtfulRowCount)"
        for damage in recovery.damage {
            metadata["file"] = "\(damage.file)"
            metadata["offset"] = "\(damage.offset)"
            metadata["fault"] = "\(damage.fault.rawValue)"
            metadata["lost_rows"] = damage.isCommitted ? "0" : "\(damage.rowCount.map { String($0) } ?? "unknown")"
            self.logger.error("a log is damaged: what its disk has stored is not what is read", metadata: metadata)
        }
    }
}
