// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

/// A row of the catalog's table `quarantineReplay`.
struct ReplayRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "quarantineReplay"

    var workspaceID: String
    var dataSourceID: String
    var id: String
    var importID: String?
    /// GRDB writes it as JSON.
    var corrections: [String: String]
    var startedAt: String
    var state: String
    var rowCount: Int
    var nextRow: Int
    var pieceRows: Int
    var storedCount: Int
    var quarantinedCount: Int
    var problem: String?
}

extension ReplayRow {
    init(_ replay: QuarantineReplay) {
        self.init(
            workspaceID: replay.workspace.text, dataSourceID: replay.dataSource.text, id: replay.id, importID: replay.importID,
            corrections: replay.corrections,
            startedAt: replay.startedAt.text, state: replay.state.rawValue, rowCount: replay.rowCount, nextRow: replay.nextRow,
            pieceRows: replay.pieceRows,
            storedCount: replay.storedCount, quarantinedCount: replay.quarantinedCount, problem: replay.problem)
    }

    /// The replay; nil if a later program has written a state that this one does not know.
    var replay: QuarantineReplay? {
        guard let state = QuarantineReplay.State(rawValue: self.state) else { return nil }
        var replay = QuarantineReplay(
            id: self.id, workspace: WorkspaceID(self.workspaceID), dataSource: ResourceID(self.dataSourceID), importID: self.importID,
            corrections: self.corrections, pieceRows: self.pieceRows,
            startedAt: Timestamp(self.startedAt))
        replay.state = state
        replay.rowCount = self.rowCount
        replay.nextRow = self.nextRow
        replay.storedCount = self.storedCount
        replay.quarantinedCount = self.quarantinedCount
        replay.problem = self.problem
        return replay
    }
}
