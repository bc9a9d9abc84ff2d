// Part of Martlet. Apache License 2.0; see LICENSE.

package import ClickHouseClient
internal import Datafiles
package import Logging
internal import MartletCore
package import Workspaces

/// The replays of quarantined rows, each brought to its end, whether or not who asked for it is still there (docs/internals/exactly-once.md).
package actor QuarantineReplays {
    private let catalog: WorkspaceCatalog
    private let engine: EngineClient
    private let flows: DataSourceFlows
    private let logger: Logger
    private let plans = RowPlans()
    private var isRunning = false
    /// By the replay's id; at most one a data source.
    private var runs: [String: Task<Void, Never>] = [:]

    package init(catalog: WorkspaceCatalog, engine: EngineClient, flows: DataSourceFlows, logger: Logger) {
        self.catalog = catalog
        self.engine = engine
        self.flows = flows
        self.logger = logger
    }

    /// Goes on with the replays that a former process has left, once what else it left in the engine is swept.
    package func start() async throws {
        self.isRunning = true
        for replay in try await self.catalog.unfinishedReplays() { self.run(replay) }
    }

    /// Ends the work; what is not done is when the server starts again.
    package func stop() async {
        self.isRunning = false
        let runs = self.runs.values
        for run in runs { run.cancel() }
        for run in runs { await run.value }
    }

    /// Begins a replay of a data source's quarantine, or joins the one at work, and returns when it is done or the time is over.
    ///
    /// - Parameters:
    ///   - importID: Only the rows that this request or import brought.
    ///   - corrections: Texts by column, for the rows in which that column is at fault.
    ///   - id: 32 hexadecimal digits that no other replay has.
    package func replay(
        _ dataSource: DataSource, of workspace: WorkspaceID, importID: String?, corrections: [String: String], id: String,
        within limit: Duration
    ) async throws -> QuarantineReplay {
        guard self.isRunning else {
            throw RequestError(.unavailable, "the server is starting or stopping, try again shortly", retryAfterSeconds: 1)
        }
        // Said at once rather than found by each piece.
        _ = try self.plans.plan(of: dataSource, format: .quarantine)
        let names = Set(dataSource.definition.columns.map(\.name))
        if let unknown = corrections.keys.sorted().first(where: { !names.contains($0) }) {
            throw RequestError(.invalidRequest, "data source \"\(dataSource.name)\" has no column \"\(unknown)\" to set")
        }
        let replay = try await self.catalog.begin(
            QuarantineReplay(
                id: id, workspace: workspace, dataSource: dataSource.id, importID: importID, corrections: corrections,
                pieceRows: IngestLimits.replayRows, startedAt: .now()))
        self.run(replay)
        let deadline = ContinuousClock.now + limit
        while self.runs[replay.id] != nil, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
        return try await self.catalog.replay(of: dataSource.id) ?? replay
    }

    private func run(_ replay: QuarantineReplay) {
        guard self.isRunning, self.runs[replay.id] == nil else { return }
        var run = ReplayRun(
            replay, catalog: self.catalog, engine: self.engine, flows: self.flows, plans: self.plans, logger: self.logger)
        self.runs[replay.id] = Task {
            await run.run()
            self.runs[replay.id] = nil
        }
    }
}
