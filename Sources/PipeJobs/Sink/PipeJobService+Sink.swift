// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Datafiles
internal import Jobs
internal import MartletCore
internal import Queries
package import Workspaces

/// Writes what a sink's query yields into files: first all rows are put together, then file after file is written by the engine.
extension PipeJobService {
    /// Runs a sink when there is room for it; returns at once.
    package func sink(_ request: SinkRequest, in workspace: WorkspaceID) async throws -> Job {
        // What is wrong with the request is said at once.
        let plan = try self.plan(request, moment: self.now(), in: workspace)
        _ = try await self.target(of: plan)
        return try await self.begin(SinkPlan.job(of: plan.pipe, for: request, in: workspace), of: plan.pipe) {
            try await self.sink(request, moment: plan.moment, as: $0)
        }
    }

    private func plan(_ request: SinkRequest, moment: Int, in workspace: WorkspaceID) throws -> SinkPlan {
        try SinkPlan(request, moment: moment, in: try self.workspaces.live(workspace), runTime: self.limits.runTime)
    }

    /// Where the files go, once it is sure that they may.
    private func target(of plan: SinkPlan) async throws -> SinkTarget {
        let secrets = self.catalog.secretValues(of: plan.snapshot.workspace.id).values
        return try await self.leave.target(of: plan.settings, node: plan.node, in: plan.snapshot, secrets: secrets)
    }

    func sink(_ request: SinkRequest, moment: Int, as job: RunningJob) async throws {
        var plan = try self.plan(request, moment: moment, in: job.job.workspace)
        let target = try await self.target(of: plan)
        plan.query = try await plan.query.connecting(by: self.reach)
        var counts = (written: 0, all: 0)
        do {
            let columns = try await plan.query.columns(askedOf: self.engine)
            if let unknown = plan.settings.template.columns.first(where: { name in !columns.contains { $0.name == name } }) {
                throw PipeJobError.badSink(
                    node: plan.node.name, reason: "the file template names \"\(unknown)\", which the query does not yield")
            }
            let rows = SinkRows(of: job.job.id, columns: columns, database: plan.query.database, engine: self.engine)
            do {
                try await self.persistently {
                    try await rows.fill(from: plan.query, naming: plan.settings.template, by: self.watchedEngine, as: job)
                }
                let files = try await self.files(of: rows, for: plan)
                counts.all = files.count
                for file in files {
                    try job.checkCancellation()
                    try await self.write(file, of: rows, to: target, by: plan, as: job)
                    counts.written += 1
                    job.report { $0.rowCount += file.rows }
                }
            } catch {
                await rows.drop()
                throw error
            }
            await rows.drop()
        } catch {
            if job.isCancelled { throw JobError.cancelled(note: "\(counts.written) of \(counts.all) files are written") }
            guard let failure = error as? EngineError else { throw error }
            let reason = target.withoutSecrets(plan.query.callerError(failure, in: plan.snapshot).message)
            throw PipeJobError.filesLeft(written: counts.written, of: counts.all, reason: reason)
        }
    }

    private func files(of rows: SinkRows, for plan: SinkPlan) async throws -> [SinkRows.File] {
        let files = try await rows.files(limit: self.limits.sinkFiles + 1)
        guard files.count <= self.limits.sinkFiles else {
            throw PipeJobError.badSink(
                node: plan.node.name, reason: "the file template makes more than \(self.limits.sinkFiles) files of these rows")
        }
        for file in files {
            do throws(SinkFileTemplate.Fault) { try SinkFileTemplate.checkName(file.name) } catch {
                throw PipeJobError.badSink(node: plan.node.name, reason: error.reason)
            }
        }
        return files
    }

    private func write(
        _ file: SinkRows.File, of rows: SinkRows, to target: SinkTarget, by plan: SinkPlan, as job: RunningJob
    ) async throws {
        let settings = plan.settings
        let name = settings.fileName(file.name)
        var query = EngineQuery("", database: plan.query.database, settings: Self.writing(settings))
        query.settings["max_execution_time"] = String(self.limits.runTime.components.seconds)
        guard case .folder(let path) = target else {
            query.sqlText =
                "INSERT INTO FUNCTION \(target.function(writing: name, as: settings, structure: rows.structure)) \(rows.rows(of: file))"
            return try await self.engine.execute(query)
        }
        let folder = SinkFolder(path: path)
        let written = try folder.prepare(name, for: job.job.id)
        query.sqlText =
            "INSERT INTO FUNCTION \(target.function(writing: written, as: settings, structure: rows.structure)) \(rows.rows(of: file))"
        do {
            try await self.engine.execute(query)
            try folder.publish(written, as: name, isReplacing: settings.isReplacing)
        } catch {
            folder.remove(written)
            throw error
        }
    }

    private static func writing(_ settings: SinkSettings) -> [String: String] {
        [
            "log_queries": "0", "max_threads": "1", "max_insert_threads": "1", "engine_file_truncate_on_insert": "1",
            "s3_truncate_on_insert": settings.isReplacing ? "1" : "0", "s3_create_new_file_on_insert": settings.isReplacing ? "0" : "1",
            // Who the name leads to was checked; where that one leads was not.
            "s3_max_redirects": "0", "s3_retry_attempts": "3", "s3_check_objects_after_upload": "1",
            "output_format_parquet_compression_method": settings.compression.parquetName ?? "none",
        ]
    }
}
