// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// A run of a sink that has ended.
struct SinkRecord: ServiceRecord {
    static let table = ServiceTable.sinks

    let job: Job
    var workspace: WorkspaceID { self.job.workspace }

    /// Nil for another job, or one that has not ended.
    init?(_ job: Job) {
        guard job.kind == .sinking, job.status.isEnd else { return nil }
        self.job = job
    }

    func write(to row: inout RowWriter) {
        let progress = self.job.progress
        row.number(Moment(self.job.updatedAt).seconds)
        row.text(optional: self.job.id)
        row.text(self.service)
        row.text(self.job.target.name)
        row.text(self.job.target.id.text)
        row.text(self.job.failure == nil ? "ok" : "error")
        row.text(optional: self.job.failure?.clipped)
        row.number(self.job.elapsed)
        row.count(progress.readRowCount ?? 0)
        row.count(progress.rowCount)
        row.count(progress.readByteCount)
        row.count(progress.byteCount)
        row.number(Float(0))
        row.count(0)
        row.map([:])
        row.map(self.job.parameters.filter { !$0.key.hasPrefix("pipe_") })
        row.text("")
    }

    /// Where it writes to, by the beginning of the address.
    private var service: String {
        let scheme = (self.job.parameters["bucket_uri"] ?? "").split(separator: ":", maxSplits: 1).first ?? ""
        return switch scheme {
        case "s3", "http", "https": "s3"
        case "gs", "gcs": "gcs"
        default: String(scheme)
        }
    }
}
