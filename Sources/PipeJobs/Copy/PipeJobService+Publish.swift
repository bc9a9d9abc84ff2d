// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Ingestion
internal import Jobs
internal import Logging
internal import MartletCore
internal import Queries
internal import Workspaces

/// Brings staged rows into their data source, piece by piece, each under its token until the engine has it.
extension PipeJobService {
    /// Views behind the data source see the rows as they see those of events. A server that stops leaves the rest to the next run.
    func publish(_ staged: StagedCopy, as job: RunningJob) async throws {
        var copy = staged
        // A resumed one can be cancelled no more either.
        try job.passPointOfNoReturn()
        let snapshot = try self.catalog.snapshot(of: copy.workspace)
        let rows = StagedRows(of: copy.id, columns: copy.columns, database: snapshot.workspace.database, engine: self.engine)
        var viewFault: String?
        job.report { progress in (progress.readRowCount, progress.expectedRowCount) = (nil, nil) }
        do {
            while copy.nextRow < copy.rowCount {
                let end = min(copy.nextRow + copy.pieceRows, copy.rowCount)
                try await self.flows.insideGate(of: copy.workspace) {
                    try await self.insert(copy.nextRow..<end, of: copy, from: rows, passingOver: &viewFault)
                }
                CrashPoint.pass(.copyPiece)
                copy.nextRow = end
                try await self.catalog.save(copy)
                job.report { $0.rowCount = copy.nextRow }
            }
        } catch let error as PipeJobError {
            await self.forget(copy, rows)
            throw error
        }
        await self.forget(copy, rows)
        if let viewFault { throw PipeJobError.viewFailed(dataSource: job.job.target.name, reason: viewFault) }
    }

    /// Tries until the engine has the piece, or has refused it for good.
    private func insert(_ range: Range<Int>, of copy: StagedCopy, from rows: StagedRows, passingOver viewFault: inout String?) async throws
    {
        var delay = RetryDelay()
        while true {
            guard self.runs.isOpen else { throw JobError.postponed }
            let snapshot = try self.catalog.snapshot(of: copy.workspace)
            guard let dataSource = snapshot.dataSource(copy.dataSource.text),
                dataSource.table == copy.target || self.catalog.lateTables(of: copy.workspace).contains(copy.target),
                !self.catalog.candidateRoutes(of: copy.workspace).held.contains(copy.dataSource)
            else {
                let name = snapshot.dataSource(copy.dataSource.text)?.name ?? copy.dataSource.text
                throw PipeJobError.changedMeanwhile(dataSource: name, stored: copy.nextRow, of: copy.rowCount)
            }
            var settings = TokenInsert.settings(token: "\(copy.id)-\(range.lowerBound)")
            if viewFault != nil { settings["materialized_views_ignore_errors"] = "1" }
            do {
                return try await self.engine.execute(
                    EngineQuery(rows.insertion(of: range, into: copy.target), database: rows.database, settings: settings))
            } catch let error as EngineError {
                let pause = delay.advance()
                self.logger.warning(
                    "a piece of a copy was not taken",
                    metadata: ["job": "\(copy.id)", "attempt": "\(delay.attempts)", "error": "\(error.logDetail)"])
                if error.isRefusal, delay.attempts >= self.limits.refusals {
                    let reason = CallerError(error, in: snapshot).message
                    guard viewFault == nil else {
                        throw PipeJobError.refused(
                            dataSource: dataSource.name, stored: copy.nextRow, of: copy.rowCount, reason: reason)
                    }
                    viewFault = reason
                    delay = RetryDelay()
                }
                try await Task.sleep(for: pause)
            }
        }
    }

    private func forget(_ copy: StagedCopy, _ rows: StagedRows) async {
        await rows.drop()
        do { try await self.catalog.remove(copy) } catch {
            self.logger.error("a copy that is done cannot be forgotten", metadata: ["job": "\(copy.id)", "error": "\(error)"])
        }
    }
}
