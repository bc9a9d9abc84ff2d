// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Glibc
internal import NIOPosix
internal import Synchronization

/// The engine's connections, each worked on by a thread of its own, and the statements that run or wait.
///
/// The engine blocks its caller, so nothing of it runs on the cooperative threads. One more thread and connection belong
/// to the pool itself: they kill statements.
final class EnginePool: Sendable {
    private let database: EngineDatabase
    private let threads: NIOThreadPool
    private let controlThread = NIOThreadPool(numberOfThreads: 1)
    private let control: EngineConnection
    private let connections: ConnectionQueue
    private let runs = Mutex<[String: QueryRun]>([:])

    init(database: EngineDatabase, connectionCount: Int, queueLimit: Int) throws {
        self.database = database
        self.threads = NIOThreadPool(numberOfThreads: connectionCount)
        self.control = try EngineConnection(database)
        self.connections = ConnectionQueue(
            connections: try (0..<connectionCount).map { _ in try EngineConnection(database) }, limit: queueLimit)
        self.threads.start()
        self.controlThread.start()
    }

    /// Runs a plan as soon as a connection is free. Gives back what it wrote, and how long it took.
    func execute(_ plan: QueryPlan, as run: QueryRun) async throws -> QueryStatistics {
        try self.register(run)
        defer { self.runs.withLock { $0[run.id] = nil } }
        let connection = try await self.connections.borrow(for: run, plan: plan)
        defer { self.connections.giveBack(connection) }
        return try await self.threads.runIfActive { try connection.execute(plan, as: run) }
    }

    /// Ends a statement, wherever it is.
    func stop(_ run: QueryRun, with exception: EngineException = .cancelled) {
        switch run.stop(with: exception) {
        case .whileWaiting: self.connections.dismiss(run, with: exception)
        case .whileRunning: self.kill(run)
        case nil: break
        }
    }

    /// Ends the statements whose result outgrows `limit`; a formatted result is memory that the engine does not count.
    func stopRuns(withResultsOver limit: Int) {
        for run in self.runs.withLock({ Array($0.values) }) where (run.result?.byteCount ?? 0) > limit {
            self.stop(run, with: .resultTooLarge(limit: limit))
        }
    }

    /// Runs statements of our own on the control connection.
    func setUp(_ statements: [String]) async throws {
        try await self.controlThread.runIfActive {
            for statement in statements { try self.control.execute(Array(statement.utf8)) }
        }
    }

    /// Ends what still runs, and closes all connections and the database.
    func shutDown() async {
        for run in self.runs.withLock({ Array($0.values) }) { self.stop(run) }
        try? await self.threads.shutdownGracefully()
        try? await self.controlThread.shutdownGracefully()
        self.connections.close()
        self.control.close()
        self.database.close()
    }

    private func register(_ run: QueryRun) throws(EngineException) {
        let isNew = self.runs.withLock { runs in
            guard !runs.values.contains(where: { $0.queryID == run.queryID }) else { return false }
            runs[run.id] = run
            return true
        }
        guard isNew else { throw .sameQueryID(run.queryID) }
    }

    /// Tells the engine to end a statement, again and again until it has: it may not have begun when it is told first.
    private func kill(_ run: QueryRun) {
        self.controlThread.submit { state in
            guard case .active = state, run.mustBeKilled else { return }
            let prefix = SQLText.stringLiteral("\(run.id):")
            _ = try? self.control.execute(Array("KILL QUERY WHERE startsWith(Settings['log_comment'], \(prefix)) ASYNC".utf8))
            usleep(Self.killIntervalMicroseconds)
            self.kill(run)
        }
    }

    private static let killIntervalMicroseconds: UInt32 = 10_000
}

extension EngineConnection {
    /// Does what a plan says, on a thread of the pool, and leaves the session as if it had not.
    fileprivate func execute(_ plan: QueryPlan, as run: QueryRun) throws(EngineException) -> QueryStatistics {
        try run.begin()
        let start = ContinuousClock.now
        let outcome = self.outcome(of: plan)
        let elapsed = ContinuousClock.now - start
        let stopped = run.end()
        if plan.passingSettings != nil || plan.changesSession { try self.reset() }
        if let stopped, case .failure = outcome { throw stopped }
        return QueryStatistics(writtenRows: try outcome.get(), elapsed: elapsed)
    }

    private func outcome(of plan: QueryPlan) -> Result<Int, EngineException> {
        do throws(EngineException) {
            try self.keep(settings: plan.settings)
            try self.use(database: plan.database)
            if let settings = plan.passingSettings { try self.set(settings) }
            return .success(try self.execute(plan.statement, or: plan.unchanged))
        } catch {
            return .failure(error)
        }
    }

    private func execute(_ statement: [UInt8], or unchanged: [UInt8]?) throws(EngineException) -> Int {
        do throws(EngineException) {
            return try self.execute(statement)
        } catch {
            guard error.code == EngineException.emptyQuery.code, let unchanged else { throw error }
            return try self.execute(unchanged)
        }
    }
}
