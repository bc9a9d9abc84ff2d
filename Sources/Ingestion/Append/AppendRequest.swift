// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// Events on their way in: undecoded, but already within the limits of size.
package struct AppendRequest: Sendable {
    /// How the body is divided into rows.
    package enum Format: String, Sendable, Hashable {
        /// One JSON object a line.
        case ndjson
        /// One JSON object, or an array of them, over as many lines as it likes.
        case json
    }

    package var workspace: WorkspaceID
    /// Name or id of the data source.
    package var dataSource: String
    package var format: Format
    package var body: [UInt8]
    /// What the quarantine table calls this request.
    package var importID: String
    /// Whether the answer waits until the rows can be queried.
    package var waitsForCommit: Bool
    /// The client's name for this request: what is sent again under it is stored once.
    package var idempotencyKey: String?

    package init(
        workspace: WorkspaceID, dataSource: String, format: Format, body: [UInt8], importID: String, waitsForCommit: Bool = false,
        idempotencyKey: String? = nil
    ) {
        self.workspace = workspace
        self.dataSource = dataSource
        self.format = format
        self.body = body
        self.importID = importID
        self.waitsForCommit = waitsForCommit
        self.idempotencyKey = idempotencyKey
    }
}

/// How many rows of a request were stored, and how many were put aside.
package struct AppendResult: Sendable, Hashable {
    package let successfulRows: Int
    package let quarantinedRows: Int
    /// Whether the rows can be queried; if not yet, they are safe and will be.
    package let isCommitted: Bool
    /// Whether an earlier request had brought the rows under the same idempotency key.
    package let isRepetition: Bool
}
