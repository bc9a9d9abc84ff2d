// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

extension OperationRecord {
    /// What a job has done to its data source, or begins to wait for; nil for states in between, and for jobs of no data source.
    init?(_ job: Job) {
        guard let dataSource = job.filledDataSource else { return nil }
        let isQueued = job.kind == .populating && job.status == .waiting
        guard job.status.isEnd || isQueued else { return nil }
        let kind: Kind =
            switch job.kind {
            case .importing: job.parameters["mode"] == "replace" ? .replace : .append
            case .deletion: .deleteRows
            case .populating: isQueued ? .queuePopulate : .populate
            default: .copy
            }
        self.init(kind, of: dataSource, in: job.workspace)
        self.time = Moment(job.updatedAt)
        self.elapsed = job.elapsed
        self.error = job.failure
        self.options = job.parameters.filter { !$0.key.hasPrefix("pipe_") }
        self.requestID = job.requestID ?? ""
        self.importID = job.kind == .importing ? job.id : nil
        self.jobID = job.id
        self.rowCount = job.progress.rowCount
        self.quarantinedCount = job.progress.quarantinedCount
        self.byteCountWritten = job.progress.byteCount
        self.readRowCount = job.progress.readRowCount ?? 0
        self.pipe = job.pipe
    }
}
