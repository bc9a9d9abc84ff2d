// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

extension Job {
    /// The job as the API shows it (http-api contract, 12); `host` is the server's address as the client wrote it.
    func object(host: String) -> JSONObject { .object(self.members(host: host)) }

    /// The members of ``object(host:)``.
    func members(host: String) -> [(String, JSONObject)] {
        var members: [(String, JSONObject)] = [
            ("id", .text(self.id)), ("job_id", .text(self.id)), ("kind", .text(self.kind.rawValue)),
            ("status", .text(self.status.rawValue)),
            ("created_at", .text(self.createdAt.text)), ("started_at", .text(optional: self.startedAt?.text)),
            ("updated_at", .text(self.updatedAt.text)), ("is_cancellable", .boolean(self.isCancellable)),
            ("job_url", .text("http://\(host)/v0/jobs/\(self.id)")),
            ("progress_percentage", .integer(self.status == .done ? 100 : self.progress.percentage)),
        ]
        switch self.kind {
        case .sinking: break
        case .branching, .branchFilling: members.append(("branch_name", .text(self.target.name)))
        case .importing, .deletion, .populating, .copying:
            members.append(("datasource", .object([("id", .text(self.target.id.text)), ("name", .text(self.target.name))])))
        }
        members += self.parameters.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }
        if let error { members.append(("error", .text(error))) }
        switch self.kind {
        case .importing: members += self.importMembers
        case .deletion: members += self.deletionMembers
        case .populating, .copying, .sinking, .branching, .branchFilling: members.append(("statistics", self.statistics))
        }
        return members
    }

    private var statistics: JSONObject {
        .object([("bytes", .integer(self.progress.byteCount)), ("row_count", .integer(self.progress.rowCount))])
    }

    private var importMembers: [(String, JSONObject)] {
        let progress = self.progress
        let result: JSONObject = .object([
            ("lines", .integer(progress.rowCount + progress.quarantinedCount)), ("parser", .text(self.parameters["format"] ?? "csv")),
            ("quarantine", .integer(progress.quarantinedCount)), ("bytes", .integer(progress.byteCount)), ("invalid_lines", .integer(0)),
            ("empty_lines", .integer(0)), ("time", .double(0)),
        ])
        let block: [(String, JSONObject)] = [("block_id", .text(self.id)), ("processing_time", .double(0))]
        // The progress bar of command lines knows these two words only.
        let blockStatus = self.status.isEnd ? "done" : "idle"
        return [
            ("import_id", .text(self.id)), ("quarantine_rows", .integer(progress.quarantinedCount)), ("invalid_lines", .integer(0)),
            ("statistics", self.statistics),
            ("blocks", .list([.object(block + [("process_return", .list([result]))])])),
            ("block_log", .list([.object(block + [("status", .text(blockStatus))])])),
        ]
    }

    private var deletionMembers: [(String, JSONObject)] {
        let doneCount = self.status == .done ? 1 : 0
        return [
            ("delete_id", .text(self.id)), ("rows_affected", .integer(self.progress.rowCount)),
            (
                "mutation",
                .object([
                    ("partitions_scanned", .integer(1)), ("partitions_done", .integer(doneCount)),
                    ("partitions_in_progress", .integer(1 - doneCount)),
                ])
            ),
        ]
    }
}
