// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
package import Logging
package import Workspaces

/// Writes what the ``ServiceLog`` has gathered into the tables behind the service data sources, about once a second.
///
/// An insert that fails is not repeated: rather a figure that is missing, which the server's own log tells, than one counted twice.
package struct ServiceLogWriter: Sendable {
    private let log: ServiceLog
    private let catalog: WorkspaceCatalog
    private let engine: EngineClient
    private let tables: ServiceTables
    private let logger: Logger

    package init(log: ServiceLog, catalog: WorkspaceCatalog, engine: EngineClient, logger: Logger) {
        self.log = log
        self.catalog = catalog
        self.engine = engine
        self.tables = ServiceTables(engine: engine)
        self.logger = logger
    }

    /// What is carried from one look to the next.
    private struct State {
        /// The workspaces that have their tables.
        var prepared: [WorkspaceID: Workspace] = [:]
        var changes: DataSourceChanges
        var sampler: StorageSampler
    }

    /// Writes until its task is cancelled, and then what is left.
    package func run() async {
        var state = State(
            changes: DataSourceChanges(self.snapshots), sampler: StorageSampler(engine: self.engine, limits: self.log.limits))
        let clock = Task {
            while (try? await Task.sleep(for: self.log.limits.interval)) != nil { self.log.wakeWriter() }
        }
        for await _ in self.log.wakes { await self.write(&state) }
        clock.cancel()
        await self.writeRest(state)
    }

    private var snapshots: [WorkspaceSnapshot] { self.catalog.workspaces.compactMap { try? self.catalog.snapshot(of: $0.id) } }

    private func writeRest(_ state: State) async {
        // The task is cancelled, and with it whatever it would ask the engine.
        let rest = Task {
            var state = state
            await self.write(&state)
        }
        let patience = Task {
            try await Task.sleep(for: ServiceLogLimits.patience)
            rest.cancel()
        }
        await rest.value
        patience.cancel()
    }

    /// One look at everything.
    private func write(_ state: inout State) async {
        let snapshots = self.snapshots
        for snapshot in snapshots { state.changes.operations(in: snapshot).forEach { self.log.add($0) } }
        let now = Moment.now()
        if self.log.hasOperations { state.sampler.noteChange() }
        let isIdle = self.log.isEmpty && state.prepared.count == snapshots.count && !state.sampler.isDue(at: now)
        guard !isIdle, await self.engine.ping() else { return }
        do {
            try await self.prepare(snapshots.map(\.workspace), &state)
            if state.sampler.isDue(at: now) { try await state.sampler.records(of: snapshots, now: now).forEach { self.log.keep($0) } }
        } catch {
            self.logger.warning("service data sources cannot be looked after", metadata: ["error": "\(error)"])
        }
        await self.insert(self.log.take(), into: state.prepared)
    }

    /// Makes the tables of workspaces that have come, and drops those of workspaces that are gone.
    private func prepare(_ workspaces: [Workspace], _ state: inout State) async throws {
        for workspace in workspaces where state.prepared[workspace.id] == nil {
            try await self.tables.make(for: workspace)
            state.prepared[workspace.id] = workspace
        }
        let gone = Set(state.prepared.keys).subtracting(workspaces.map(\.id))
        for id in gone {
            if let workspace = state.prepared.removeValue(forKey: id) { try await self.tables.drop(of: workspace) }
            state.changes.forget(id)
        }
    }

    private func insert(_ contents: ServiceLog.Contents, into workspaces: [WorkspaceID: Workspace]) async {
        var lostCount = contents.droppedCount
        for (id, records) in Dictionary(grouping: contents.records, by: { $0.workspace }) {
            for (table, rows) in Dictionary(grouping: records, by: { type(of: $0).table }) {
                var writer = RowWriter()
                for row in rows { writer.row { row.write(to: &$0) } }
                do {
                    guard let database = workspaces[id]?.serviceDatabase else { continue }
                    _ = try await self.engine.insert(
                        EngineQuery(table.insertion, database: database, settings: Self.settings), rows: writer.bytes)
                } catch {
                    lostCount += rows.count
                    self.logger.warning(
                        "rows of a service data source were not taken", metadata: ["table": "\(table.name)", "error": "\(error)"])
                }
            }
        }
        guard lostCount > 0 else { return }
        self.logger.warning("figures of the service data sources are missing", metadata: ["rows": "\(lostCount)"])
    }

    /// Nobody waits for it, so it takes one thread and asks for no figures of its own.
    private static let settings = ["async_insert": "0", "log_queries": "0", "max_insert_threads": "1", "max_threads": "1"]
}
