// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import ClickHouseClient
internal import Datafiles
internal import Ingestion
internal import Jobs
internal import MartletCore
internal import Queries
package import Workspaces

/// Fills the target of a materialized node from rows that its view has missed, or anew.
extension PipeJobService {
    /// The data source whose rows a materialized node is about.
    package func populationSource(pipe: String, node: String, in workspace: WorkspaceID) throws -> DataSource {
        try self.plan(pipe: pipe, node: node, moment: self.now(), in: workspace).source
    }

    /// Populates when there is room for it; returns at once.
    package func populate(_ request: PopulateRequest, in workspace: WorkspaceID) async throws -> Job {
        let plan = try self.plan(pipe: request.pipe, node: request.node, moment: self.now(), in: workspace)
        return try await self.begin(plan.job(for: request), of: plan.pipe) { try await self.populate(request, moment: plan.moment, as: $0) }
    }

    private func plan(pipe: String, node: String, moment: Int, in workspace: WorkspaceID) throws -> PopulatePlan {
        try PopulatePlan(pipe: pipe, node: node, moment: moment, in: try self.workspaces.live(workspace), runTime: self.limits.runTime)
    }

    /// The rows of a populate are stored as those of a copy are: each once, whoever is killed when.
    private func populate(_ request: PopulateRequest, moment: Int, as job: RunningJob) async throws {
        let plan = try self.plan(pipe: request.pipe, node: request.node, moment: moment, in: job.job.workspace)
        let past = request.isTruncating ? "\(StagedCopy.table(of: job.job.id))_source" : nil
        var isEmptied = false
        do {
            let columns = try await plan.query.columns(askedOf: self.engine).map(\.name)
            if let past {
                try await self.empty(plan.target, keepingRowsOf: plan.source, as: past, in: job.job.workspace)
                isEmptied = true
            }
            let query = try await self.query(of: plan, for: request, readingFrom: past ?? plan.source.table)
            try await self.append(query, columns: columns, of: plan.pipe, to: plan.target, moment: moment, as: job)
            if let past { await self.drop(past, in: plan.query.database) }
        } catch {
            if let past { await self.drop(past, in: plan.query.database) }
            let cause = (error as? EngineError).map { CallerError($0, in: plan.snapshot) } ?? error
            if job.isCancelled {
                throw JobError.cancelled(
                    note: isEmptied ? "data source \"\(plan.target.name)\" was emptied before" : "nothing was populated")
            }
            guard isEmptied, cause as? JobError != .postponed, !(cause is PipeJobError) else { throw cause }
            throw PipeJobError.emptied(
                dataSource: plan.target.name, reason: (cause as? any ServiceError)?.message ?? "the server has stopped it")
        }
    }

    /// Empties the target at a moment at which no batch is under way, and keeps what the source had then in a table beside, whose parts are
    /// links: the view sees exactly the rows that come later.
    private func empty(_ target: DataSource, keepingRowsOf source: DataSource, as past: String, in workspace: WorkspaceID) async throws {
        let database = try self.catalog.snapshot(of: workspace).workspace.database
        let (kept, live) = (SQLText.identifier(past), SQLText.identifier(source.table))
        try await self.flows.holdBack(workspace) {
            try self.catalog.require(unmoved: target.id, of: workspace)
            for statement in [
                "DROP TABLE IF EXISTS \(kept) SYNC", "CREATE TABLE \(kept) AS \(live)",
                "ALTER TABLE \(kept) ATTACH PARTITION ALL FROM \(live)",
                "TRUNCATE TABLE \(SQLText.identifier(target.table)) SYNC",
            ] {
                try await self.engine.execute(EngineQuery(statement, database: database))
            }
        }
    }

    /// The node's query over the rows that are asked for.
    private func query(of plan: PopulatePlan, for request: PopulateRequest, readingFrom table: String) async throws -> PipeQuery {
        let name = "\(SQLText.identifier(plan.query.database)).\(SQLText.identifier(table))"
        if let subset = request.subset {
            let rowCount = Double(try await self.rowCount(of: table, in: plan.query.database))
            let limit = min(self.limits.subsetRows, Int(rowCount * subset))
            return try plan.query.reading(.query("SELECT * FROM \(name) LIMIT \(limit)"))
        }
        if let condition = request.condition {
            return try plan.query.reading(.query("SELECT * FROM \(name) WHERE (\n\(condition.sqlText)\n)"))
        }
        return table == plan.source.table ? plan.query : try plan.query.reading(.table(database: plan.query.database, name: table))
    }

    private func drop(_ table: String, in database: String) async {
        await Task {
            try? await self.engine.execute(EngineQuery("DROP TABLE IF EXISTS \(SQLText.identifier(table)) SYNC", database: database))
        }.value
    }
}
