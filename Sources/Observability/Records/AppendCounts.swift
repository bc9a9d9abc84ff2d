// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Workspaces

/// The requests with events for one data source in one second, added up.
package struct AppendCounts: Sendable, Hashable {
    package var successfulRequests = 0
    package var failedRequests = 0
    package var rowCount = 0
    package var quarantinedCount = 0
    package var receivedByteCount = 0
    package var decompressedByteCount = 0
    /// What the engine stored of it, in the second in which it did.
    package var storedRowCount = 0
    package var storedByteCount = 0
    package var isLimited = false
    /// Who sent them, as far as there are few.
    package var addresses: Set<String> = []
    package var tokens: Set<String> = []

    package init() {}

    mutating func add(_ other: AppendCounts) {
        self.successfulRequests += other.successfulRequests
        self.failedRequests += other.failedRequests
        self.rowCount += other.rowCount
        self.quarantinedCount += other.quarantinedCount
        self.receivedByteCount += other.receivedByteCount
        self.decompressedByteCount += other.decompressedByteCount
        self.storedRowCount += other.storedRowCount
        self.storedByteCount += other.storedByteCount
        self.isLimited = self.isLimited || other.isLimited
        if self.addresses.count < ServiceLogLimits.callers { self.addresses.formUnion(other.addresses) }
        if self.tokens.count < ServiceLogLimits.callers { self.tokens.formUnion(other.tokens) }
    }
}

/// ``AppendCounts`` with what they are about.
struct AppendRecord: ServiceRecord {
    static let table = ServiceTable.appends

    struct Key: Hashable {
        let workspace: WorkspaceID
        let dataSource: String
        let second: UInt32
    }

    let key: Key
    let counts: AppendCounts
    var workspace: WorkspaceID { self.key.workspace }

    func write(to row: inout RowWriter) {
        row.number(self.key.second)
        row.text(self.key.workspace.text)
        row.text(self.key.dataSource)
        row.count(self.counts.successfulRequests)
        row.count(self.counts.failedRequests)
        row.count(self.counts.rowCount + self.counts.quarantinedCount)
        row.count(self.counts.rowCount)
        row.count(self.counts.quarantinedCount)
        row.count(self.counts.receivedByteCount)
        row.count(self.counts.decompressedByteCount)
        row.count(self.counts.storedRowCount)
        row.count(self.counts.storedByteCount)
        row.number(Float(0))
        row.number(UInt8(self.counts.isLimited ? 1 : 0))
        row.texts(self.counts.addresses.sorted())
        row.texts(self.counts.tokens.sorted())
    }
}
