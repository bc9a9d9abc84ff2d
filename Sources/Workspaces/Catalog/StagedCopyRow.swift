// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

/// A row of the catalog's table `stagedCopy`.
struct StagedCopyRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "stagedCopy"

    var id: String
    var workspaceID: String
    var pipeID: String
    var dataSourceID: String
    var target: String
    var columns: [String]
    var moment: Int
    var rowCount: Int
    var pieceRows: Int
    var nextRow: Int
}

extension StagedCopyRow {
    init(_ copy: StagedCopy) {
        self.init(
            id: copy.id, workspaceID: copy.workspace.text, pipeID: copy.pipe.text, dataSourceID: copy.dataSource.text,
            target: copy.target, columns: copy.columns, moment: copy.moment, rowCount: copy.rowCount, pieceRows: copy.pieceRows,
            nextRow: copy.nextRow)
    }

    var copy: StagedCopy {
        var copy = StagedCopy(
            id: self.id, workspace: WorkspaceID(self.workspaceID), pipe: ResourceID(self.pipeID),
            dataSource: ResourceID(self.dataSourceID), target: self.target, columns: self.columns, moment: self.moment,
            rowCount: self.rowCount, pieceRows: self.pieceRows)
        copy.nextRow = self.nextRow
        return copy
    }
}
