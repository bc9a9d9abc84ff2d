// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials
internal import Workspaces

/// A state that a job has come to.
struct JobRecord: ServiceRecord {
    static let table = ServiceTable.jobs

    let job: Job
    var workspace: WorkspaceID { self.job.workspace }

    func write(to row: inout RowWriter) {
        row.text(self.job.id)
        row.text(self.job.kind.rawValue)
        row.text(self.job.status.rawValue)
        row.text(optional: self.job.error?.clipped)
        row.text(self.job.workspace.text)
        row.text(optional: self.job.requestID)
        row.text(optional: self.job.parameters["pipe_id"])
        row.text(optional: self.job.filledDataSource?.id)
        row.number(Moment(self.job.createdAt).milliseconds)
        row.optional(self.job.startedAt) { $0.number(Moment($1).milliseconds) }
        row.number(Moment(self.job.updatedAt).milliseconds)
        row.text(self.metadata)
    }

    /// What only jobs of its kind have, as JSON.
    private var metadata: String {
        struct Metadata: Encodable {
            let parameters: [String: String]
            let rows: Int
            let quarantinedRows: Int
            let bytes: Int

            enum CodingKeys: String, CodingKey {
                case parameters, rows, bytes
                case quarantinedRows = "quarantine_rows"
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let progress = self.job.progress
        let metadata = Metadata(
            parameters: self.job.parameters, rows: progress.rowCount, quarantinedRows: progress.quarantinedCount, bytes: progress.byteCount)
        return (try? encoder.encode(metadata)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension Job {
    /// The request that began it, where a job is called as its request is.
    var requestID: String? { self.kind == .importing || self.kind == .deletion ? self.id : nil }

    var filledDataSource: NamedResource? { self.kind == .sinking ? nil : NamedResource(self.target) }

    var pipe: NamedResource? {
        guard let id = self.parameters["pipe_id"] else { return nil }
        return NamedResource(id: id, name: self.parameters["pipe_name"] ?? "")
    }

    /// Seconds that it worked.
    var elapsed: Double { self.startedAt.map { Moment(self.updatedAt).seconds(since: Moment($0)) } ?? 0 }

    /// Why it did not do what it was to do.
    var failure: String? {
        switch self.status {
        case .error, .cancelled: self.error ?? self.status.rawValue
        default: nil
        }
    }
}
