// Part of Martlet. Apache License 2.0; see LICENSE.

package import Workspaces

/// Something that has happened in a workspace, and will be a row of one of its service data sources.
protocol ServiceRecord: Sendable {
    static var table: ServiceTable { get }
    var workspace: WorkspaceID { get }
    /// About how much memory it takes, as far as callers decide it.
    var byteCount: Int { get }
    /// Writes all columns of the table.
    func write(to row: inout RowWriter)
}

extension ServiceRecord {
    var byteCount: Int { 0 }
}

/// A pipe or data source, as it was called when something happened to it.
package struct NamedResource: Sendable, Hashable {
    package let id: String
    package let name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    package init(_ dataSource: DataSource) { self.init(id: dataSource.id.text, name: dataSource.name) }
    package init(_ pipe: Pipe) { self.init(id: pipe.id.text, name: pipe.name) }
    init(_ target: Job.Target) { self.init(id: target.id.text, name: target.name) }
}

extension String {
    /// At most so much of it that a record stays small.
    var clipped: String {
        guard self.utf8.count > ServiceLogLimits.textBytes else { return self }
        return String(decoding: self.utf8.prefix(ServiceLogLimits.textBytes), as: UTF8.self) + "…"
    }
}
