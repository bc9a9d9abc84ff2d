// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// A file that a client wants in a data source.
package struct ImportRequest: Sendable {
    package enum Mode: Sendable {
        /// With a key, an import that broke off can be sent again and stores only what is missing.
        case append(idempotencyKey: String?)
        /// The rows that meet the condition, which is the engine's SQL and guarded, make room for the file's; all for nil.
        case replace(condition: String?)
    }

    /// Names the import, its job and its rows in quarantine.
    package let id: String
    package let workspace: WorkspaceID
    package let dataSource: DataSource
    package let mode: Mode
    package let format: ImportFormat

    package init(id: String, workspace: WorkspaceID, dataSource: DataSource, mode: Mode, format: ImportFormat) {
        self.id = id
        self.workspace = workspace
        self.dataSource = dataSource
        self.mode = mode
        self.format = format
    }
}

extension ImportRequest {
    /// The job that does it; `address` is where the file comes from, without anything secret.
    func job(address: String?) -> Job {
        var parameters = ["format": self.format.name, "mode": self.mode.name]
        parameters["url"] = address
        return Job(
            id: self.id, workspace: self.workspace, kind: .importing,
            target: Job.Target(id: self.dataSource.id, name: self.dataSource.name), parameters: parameters,
            interruption: self.mode.interruption)
    }
}

extension ImportRequest.Mode {
    fileprivate var name: String {
        switch self {
        case .append: "append"
        case .replace: "replace"
        }
    }

    fileprivate var interruption: String {
        switch self {
        case .append(nil):
            "the server stopped before this import ended; rows that it had read by then are kept. Remove them, then import the file again; "
                + "an import with an Idempotency-Key can simply be repeated"
        case .append: "the server stopped before this import ended; send it again with the same Idempotency-Key to store what is missing"
        case .replace: "the server stopped before this import ended; unless its rows are there, nothing was replaced. Start it again"
        }
    }

    /// What a cancelled import left behind.
    func note(on counts: ImportCounts) -> String {
        switch self {
        case .append where counts.rowCount + counts.quarantinedCount == 0: "no row was stored"
        case .append: "\(counts.rowCount) rows were stored before, and \(counts.quarantinedCount) put into quarantine; they are kept"
        case .replace: "nothing was replaced"
        }
    }
}
