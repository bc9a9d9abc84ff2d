// Part of Martlet. Apache License 2.0; see LICENSE.

/// Rows that a query has yielded, in a table of their own, on their way into a data source, piece by piece.
///
/// The catalog keeps it until all of them are there, so that a server that ended in the middle goes on with it.
package struct StagedCopy: Sendable, Hashable {
    /// That of its job.
    package let id: String
    package let workspace: WorkspaceID
    package let pipe: ResourceID
    package let dataSource: ResourceID
    /// The engine's table that the rows go to.
    package let target: String
    package let columns: [String]
    /// When the run was due, in seconds since 1970.
    package let moment: Int
    package let rowCount: Int
    /// Rows of a piece; fixed, so that a piece is the same at every attempt.
    package let pieceRows: Int
    /// The rows before this one are in the data source.
    package var nextRow = 0

    package init(
        id: String, workspace: WorkspaceID, pipe: ResourceID, dataSource: ResourceID, target: String, columns: [String], moment: Int,
        rowCount: Int, pieceRows: Int
    ) {
        self.id = id
        self.workspace = workspace
        self.pipe = pipe
        self.dataSource = dataSource
        self.target = target
        self.columns = columns
        self.moment = moment
        self.rowCount = rowCount
        self.pieceRows = pieceRows
    }

    /// The engine's table of the rows.
    package var table: String { Self.table(of: self.id) }

    /// The engine's table of the rows that the job of this id stages.
    package static func table(of id: String) -> String { "staged_\(id.filter { $0 != "-" })" }
}
