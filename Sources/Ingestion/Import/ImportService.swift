// Part of Martlet. Apache License 2.0; see LICENSE.

package import FileSources
package import Jobs
internal import MartletCore
package import Workspaces

/// The door for files: each import is a job.
package struct ImportService: Sendable {
    private let ingestion: IngestService
    private let jobs: JobService
    private let fetcher: FileFetcher
    private let spool: SpoolFolder

    package init(ingestion: IngestService, jobs: JobService, fetcher: FileFetcher, spool: SpoolFolder) {
        self.ingestion = ingestion
        self.jobs = jobs
        self.fetcher = fetcher
        self.spool = spool
    }

    /// Takes in a file that comes with its request, and returns when its rows can be queried.
    package func upload(_ request: ImportRequest, from source: some FileSource) async throws -> Job {
        try await self.jobs.perform(request.job(address: nil)) { try await self.run(request, from: source, as: $0) }
    }

    /// Takes in a file from the network when its turn comes; returns at once.
    package func fetch(_ request: ImportRequest, from url: RemoteURL) async throws -> Job {
        let file = self.fetcher.file(at: url)
        return try await self.jobs.enqueue(request.job(address: url.address)) { try await self.run(request, from: file, as: $0) }
    }

    /// Removes the rows that meet a condition, and returns when they are gone; a dry run is no job.
    package func delete(
        from dataSource: DataSource, of workspace: WorkspaceID, where condition: String, as text: String, id: String
    ) async throws -> Job {
        let job = Job(
            id: id, workspace: workspace, kind: .deletion, target: Job.Target(id: dataSource.id, name: dataSource.name),
            parameters: ["delete_condition": text],
            interruption: "the server stopped before this deletion ended; start it again, it does no harm if the rows are gone")
        return try await self.jobs.perform(job) { running in
            try running.passPointOfNoReturn()
            let rowCount = try await self.ingestion.delete(from: dataSource, of: workspace, where: condition, isDryRun: false)
            running.report { $0.rowCount = rowCount }
        }
    }

    // MARK: The work

    private func run(_ request: ImportRequest, from source: some FileSource, as job: RunningJob) async throws {
        guard request.format == .parquet else { return try await self.store(request, from: source, as: job) }
        let database = try self.ingestion.catalog.snapshot(of: request.workspace).workspace.database
        let rows = ParquetRows(
            source: source, dataSource: request.dataSource, database: database, spool: self.spool, engine: self.ingestion.engine)
        try await self.store(request, from: rows, as: job)
    }

    private func store(_ request: ImportRequest, from source: some FileSource, as job: RunningJob) async throws {
        do {
            switch request.mode {
            case .append(let key):
                var rows = try await self.ingestion.append(
                    request.format, to: request.dataSource.name, of: request.workspace, importID: request.id, idempotencyKey: key)
                try await Self.fill(&rows, from: source, as: job)
            case .replace(let condition):
                _ = try await self.ingestion.replace(
                    request.format, in: request.dataSource.name, of: request.workspace, importID: request.id, where: condition
                ) { try await Self.fill(&$0, from: source, as: job) }
            }
        } catch {
            let (counts, note) = (job.importCounts, request.mode.note(on: job.importCounts))
            if job.isCancelled { throw JobError.cancelled(note: note) }
            // What is told of rows that a view or the database refused says by itself that they are kept.
            guard case .append = request.mode, counts.rowCount + counts.quarantinedCount > 0, let cause = error as? any ServiceError,
                cause.code != .partlyDone
            else { throw error }
            throw ImportFailure(cause: cause, note: note)
        }
    }

    private static func fill(_ rows: inout RowImport, from source: some FileSource, as job: RunningJob) async throws {
        try await source.forEachPiece { piece in
            try job.checkCancellation()
            try await rows.push(piece.bytes)
            job.report(rows.counts, read: piece)
        }
        // All is read. What remains is short: for an append to be committed, for a replacement to take its place.
        try job.passPointOfNoReturn()
        try await rows.finish()
        job.report(rows.counts)
    }
}

extension RunningJob {
    fileprivate func report(_ counts: ImportCounts, read piece: FilePiece? = nil) {
        self.report { progress in
            progress.rowCount = counts.rowCount
            progress.quarantinedCount = counts.quarantinedCount
            progress.byteCount = counts.byteCount
            guard let piece else { return }
            progress.readByteCount = piece.readByteCount
            progress.expectedByteCount = piece.expectedByteCount
        }
    }

    fileprivate var importCounts: ImportCounts {
        var counts = ImportCounts()
        counts.rowCount = self.job.progress.rowCount
        counts.quarantinedCount = self.job.progress.quarantinedCount
        return counts
    }
}
