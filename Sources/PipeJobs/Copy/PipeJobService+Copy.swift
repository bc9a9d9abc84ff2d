// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import Ingestion
internal import Jobs
internal import Logging
internal import MartletCore
internal import Queries
internal import Workspaces

/// The work of a copy: all of its rows arrive, each once, or none (docs/internals/exactly-once.md).
extension PipeJobService {
    /// Resolves the request anew: a deployment may have come since it was made.
    func copy(_ request: CopyRequest, moment: Int, as job: RunningJob) async throws {
        var plan = try self.plan(request, moment: moment, in: job.job.workspace)
        do {
            plan.query = try await plan.query.connecting(by: self.reach)
            let yielded = try await plan.query.columns(askedOf: self.engine).map(\.name)
            let columns = try CopyColumns.match(yielded, of: plan.node.name, with: plan.target.definition)
            switch plan.mode {
            case .append: try await self.append(plan, columns: columns, as: job)
            case .replace: try await self.replace(plan, columns: columns, as: job)
            }
        } catch {
            if job.isCancelled { throw JobError.cancelled(note: "nothing was copied") }
            throw (error as? EngineError).map { plan.query.callerError($0, in: plan.snapshot) } ?? error
        }
    }

    // MARK: Replace

    private func replace(_ plan: CopyPlan, columns: [String], as job: RunningJob) async throws {
        let rowCount = try await self.ingestion.replaceRows(of: plan.target, in: plan.snapshot.workspace.id) { staging in
            try await self.persistently {
                let table = SQLText.identifier(staging.name)
                try await self.engine.execute(EngineQuery("TRUNCATE TABLE \(table) SYNC", database: plan.query.database))
                let list = columns.map { SQLText.identifier($0) }.joined(separator: ", ")
                try await self.watchedEngine.execute(
                    plan.query.statement(
                        "INSERT INTO \(table) (\(list)) SELECT \(list) FROM (\n\(plan.query.sqlText)\n)", settings: PipeQuery.insertion),
                    as: job)
            }
            let rowCount = try await self.rowCount(of: staging.name, in: plan.query.database)
            try job.passPointOfNoReturn()
            return rowCount
        }
        job.report { $0.rowCount = rowCount }
    }

    func rowCount(of table: String, in database: String) async throws -> Int {
        struct Count: Decodable { let rows: Int }
        let query = EngineQuery("SELECT count() AS rows FROM \(SQLText.identifier(table))", database: database)
        return try await self.engine.rows(of: query, as: Count.self).first?.rows ?? 0
    }

    // MARK: Append

    private func append(_ plan: CopyPlan, columns: [String], as job: RunningJob) async throws {
        try await self.append(plan.query, columns: columns, of: plan.pipe, to: plan.target, moment: plan.moment, as: job)
    }

    /// Puts all that a query yields together, then stores it.
    func append(
        _ query: PipeQuery, columns: [String], of pipe: Pipe, to target: DataSource, moment: Int, as job: RunningJob
    ) async throws {
        let staged = StagedRows(of: job.job.id, columns: columns, database: query.database, engine: self.engine)
        let copy: StagedCopy
        do {
            let size = try await self.persistently {
                try await staged.create(like: target.table)
                try await staged.fill(from: query, by: self.watchedEngine, as: job)
                return try await staged.size()
            }
            CrashPoint.pass(.copyStaged)
            copy = StagedCopy(
                id: job.job.id, workspace: job.job.workspace, pipe: pipe.id, dataSource: target.id, target: target.table,
                columns: columns, moment: moment, rowCount: size.rows, pieceRows: self.limits.pieceRows(of: size))
            try job.passPointOfNoReturn()
            // From here on it is carried through, if need be by the next run of the server.
            try await self.catalog.save(copy)
        } catch {
            await staged.drop()
            throw error
        }
        CrashPoint.pass(.copyNoted)
        try await self.publish(copy, as: job)
    }

    /// Runs what can be done again from its beginning, also when the engine ends meanwhile and comes back.
    func persistently<Result>(_ work: () async throws -> Result) async throws -> Result {
        for _ in 1..<self.limits.attempts {
            do { return try await work() } catch let error as EngineError {
                guard case .unreachable(let reason) = error else { throw error }
                self.logger.warning("the engine ended during a run of a pipe", metadata: ["reason": "\(reason)"])
            }
            let deadline = ContinuousClock.now + self.limits.engineWait
            while !(await self.engine.ping()), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(100)) }
        }
        return try await work()
    }
}

extension PipeJobLimits {
    /// How many rows of a table make a piece.
    func pieceRows(of size: StagedRows.Size) -> Int {
        let rowBytes = max(1, size.bytes / max(1, size.rows))
        return max(1, min(self.pieceRows, self.pieceSize.bytes / rowBytes))
    }
}
