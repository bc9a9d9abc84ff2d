// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// An operation on a data source that has ended.
package struct OperationRecord: ServiceRecord {
    static let table = ServiceTable.operations

    /// What was done, as `event_type` spells it.
    package enum Kind: String, Sendable {
        case create, append, replace, truncate, rename, alter, delete, copy
        /// Rows of the Events API, as many as were stored together.
        case appendEvents = "append-hfi"
        case deleteRows = "delete_data"
        case queuePopulate = "populateview-queued"
        case populate = "populateview"
    }

    package let workspace: WorkspaceID
    package let kind: Kind
    package let dataSource: NamedResource
    package var time = Moment.now()
    /// Seconds.
    package var elapsed = 0.0
    /// Why it failed; nil if it went well.
    package var error: String?
    /// How it was asked for.
    package var options: [String: String] = [:]
    package var requestID = ""
    package var importID: String?
    package var jobID: String?
    package var rowCount: Int?
    package var quarantinedCount: Int?
    package var byteCountWritten = 0
    package var byteCountQuarantined = 0
    package var readRowCount = 0
    package var readByteCount = 0
    /// The pipe that the rows come from.
    package var pipe: NamedResource?

    package init(_ kind: Kind, of dataSource: NamedResource, in workspace: WorkspaceID) {
        self.kind = kind
        self.dataSource = dataSource
        self.workspace = workspace
    }

    func write(to row: inout RowWriter) {
        let options = self.options.sorted { $0.key < $1.key }
        let operationID = self.jobID ?? self.requestID
        row.number(self.time.seconds)
        row.text(self.kind.rawValue)
        row.text(self.dataSource.id)
        row.text(self.dataSource.name)
        row.text(self.error == nil ? "ok" : "error")
        row.number(Float(self.elapsed))
        row.text(optional: self.error?.clipped)
        row.texts(options.map(\.key))
        row.texts(options.map(\.value.clipped))
        row.text(self.requestID)
        row.text(optional: self.importID)
        row.text(optional: self.jobID)
        row.optional(self.rowCount) { $0.count($1) }
        row.optional(self.quarantinedCount) { $0.count($1) }
        row.texts(self.importID.map { [$0] } ?? [])
        row.text(operationID)
        row.count(self.readRowCount)
        row.count(self.readByteCount)
        row.number(Float(0))
        row.count(0)
        row.count(self.rowCount ?? 0)
        row.count(self.byteCountWritten)
        row.count(self.quarantinedCount ?? 0)
        row.count(self.byteCountQuarantined)
        row.text(self.pipe?.id ?? "")
        row.text(self.pipe?.name ?? "")
        row.text("")
        row.texts([])
    }
}
