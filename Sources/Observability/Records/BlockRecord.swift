// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// A file that was taken in, or was not.
struct BlockRecord: ServiceRecord {
    static let table = ServiceTable.blocks

    let job: Job
    var workspace: WorkspaceID { self.job.workspace }

    /// Nil for a job that imports nothing, or has not ended.
    init?(_ job: Job) {
        guard job.kind == .importing, job.status.isEnd else { return nil }
        self.job = job
    }

    func write(to row: inout RowWriter) {
        let progress = self.job.progress
        row.number(Moment(self.job.updatedAt).seconds)
        row.text(self.job.id)
        row.text(self.job.id)
        row.text(optional: self.job.id)
        row.text(self.job.parameters["url"] ?? "body")
        row.text(self.job.id)
        row.text(self.job.failure == nil ? "done" : "error")
        row.text(self.job.target.id.text)
        row.text(self.job.target.name)
        row.optional(Int64(0)) { $0.number($1) }
        row.optional(Int64(progress.readByteCount)) { $0.number($1) }
        row.optional(Int32(clamping: progress.rowCount)) { $0.number($1) }
        row.text(optional: self.job.parameters["format"])
        row.optional(UInt32(clamping: progress.quarantinedCount)) { $0.number($1) }
        row.optional(UInt32(0)) { $0.number($1) }
        row.optional(UInt32(clamping: progress.byteCount)) { $0.number($1) }
        row.optional(Float(self.job.elapsed)) { $0.number($1) }
        row.text(optional: self.job.failure?.clipped)
    }
}
