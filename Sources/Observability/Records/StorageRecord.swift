// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// How large a data source is.
struct StorageRecord: ServiceRecord {
    static let table = ServiceTable.storage

    /// What a table holds.
    struct Size: Sendable, Hashable {
        var rowCount = 0
        var byteCount = 0
    }

    let workspace: WorkspaceID
    let dataSource: NamedResource
    let time: Moment
    let size: Size
    let quarantine: Size

    func write(to row: inout RowWriter) {
        row.text(self.dataSource.id)
        row.text(self.dataSource.name)
        row.number(self.time.seconds)
        row.count(self.size.byteCount)
        row.count(self.size.rowCount)
        row.count(self.quarantine.byteCount)
        row.count(self.quarantine.rowCount)
    }
}
