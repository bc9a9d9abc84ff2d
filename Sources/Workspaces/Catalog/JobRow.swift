// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

extension Job.Status: DatabaseValueConvertible {}

/// A row of the catalog's table `job`.
struct JobRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "job"

    var id: String
    var workspaceID: String
    var kind: Job.Kind
    var status: Job.Status
    var targetID: String
    var targetName: String
    var parameters: [String: String]
    var progress: JobProgress
    var interruption: String
    var error: String?
    var createdAt: String
    var startedAt: String?
    var updatedAt: String
}

extension JobRow {
    init(_ job: Job) {
        self.init(
            id: job.id, workspaceID: job.workspace.text, kind: job.kind, status: job.status, targetID: job.target.id.text,
            targetName: job.target.name, parameters: job.parameters, progress: job.progress, interruption: job.interruption,
            error: job.error,
            createdAt: job.createdAt.text, startedAt: job.startedAt?.text, updatedAt: job.updatedAt.text)
    }
}
