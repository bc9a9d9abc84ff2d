// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore
internal import Synchronization
internal import Workspaces

/// What the jobs of this server's run came to, for clients that ask afterwards (http-api contract, 12).
final class JobHistory: Sendable {
    /// A piece of work that a client may ask about.
    struct Job: Sendable {
        enum Kind: String, Sendable {
            case importing = "import"
            case deletion = "delete_data"
        }

        let id: String
        let kind: Kind
        let workspace: WorkspaceID
        let dataSource: DataSource
        let startedAt: Timestamp
        var endedAt: Timestamp
        /// Nil if it went well.
        var error: String?
        /// What this kind of job has beside.
        var details: [(String, JSONObject)]
    }

    private let jobs = Mutex<[Job]>([])

    /// At most so many are remembered (http-api contract, 23).
    private static let limit = 1_000

    func add(_ job: Job) {
        self.jobs.withLock { jobs in
            jobs.append(job)
            if jobs.count > Self.limit { jobs.removeFirst(jobs.count - Self.limit) }
        }
    }

    func job(_ id: String, of workspace: WorkspaceID) -> Job? {
        self.jobs.withLock { $0.last { $0.id == id && $0.workspace == workspace } }
    }

    /// The last hundred, newest first.
    func jobs(of workspace: WorkspaceID) -> [Job] {
        Array(self.jobs.withLock { $0.filter { $0.workspace == workspace } }.suffix(100).reversed())
    }
}

extension JobHistory.Job {
    /// The job as the API shows it; `host` is the server's address as the client wrote it.
    func object(host: String) -> JSONObject {
        var members: [(String, JSONObject)] = [
            ("id", .text(self.id)), ("job_id", .text(self.id)), ("kind", .text(self.kind.rawValue)),
            ("status", .text(self.error == nil ? "done" : "error")), ("created_at", .text(self.startedAt.text)),
            ("started_at", .text(self.startedAt.text)), ("updated_at", .text(self.endedAt.text)), ("is_cancellable", .boolean(false)),
            ("job_url", .text("http://\(host)/v0/jobs/\(self.id)")), ("progress_percentage", .integer(100)),
            ("datasource", .object([("id", .text(self.dataSource.id.text)), ("name", .text(self.dataSource.name))])),
        ]
        if let error { members.append(("error", .text(error))) }
        return .object(members + self.details)
    }
}
