// Part of Martlet. Apache License 2.0; see LICENSE.

/// An attempt to store rows that were quarantined, by today's schema of their data source; at most one of a data source at a time.
///
/// The catalog keeps it from before its first step until the next one begins, so that a server that ended in the middle goes on with it.
package struct QuarantineReplay: Sendable, Hashable {
    /// How far it has come.
    package enum State: String, Sendable, Hashable {
        /// Its rows are on their way out of the quarantine into a table of their own; next is `appending`.
        case taking
        /// The rows of that table go the way of all rows, piece by piece; next is `done`.
        case appending
        case done
    }

    /// 32 hexadecimal digits.
    package let id: String
    package let workspace: WorkspaceID
    package let dataSource: ResourceID
    /// Only rows that this request or import brought; nil for all.
    package let importID: String?
    /// Texts by column, for the rows in which that column is at fault.
    package let corrections: [String: String]
    package let startedAt: Timestamp
    package var state = State.taking
    /// Rows that were taken out of the quarantine.
    package var rowCount = 0
    /// Rows up to here have been appended.
    package var nextRow = 0
    /// Rows of one piece at the most; noted before a piece of another size is appended, so that a piece is the same at every attempt.
    package var pieceRows: Int
    package var storedCount = 0
    /// Rows that are in quarantine again, each for a new reason.
    package var quarantinedCount = 0
    /// What it waits for, or what went wrong with rows that count as quarantined.
    package var problem: String?

    package init(
        id: String, workspace: WorkspaceID, dataSource: ResourceID, importID: String? = nil, corrections: [String: String] = [:],
        pieceRows: Int, startedAt: Timestamp
    ) {
        self.id = id
        self.workspace = workspace
        self.dataSource = dataSource
        self.importID = importID
        self.corrections = corrections
        self.pieceRows = pieceRows
        self.startedAt = startedAt
    }

    /// The engine's table of the rows that were taken.
    package var table: String { "replay_\(self.id)" }
    /// The engine's table of the rows that stay in quarantine; it takes the quarantine's place.
    package var restTable: String { "replay_\(self.id)_rest" }
}
