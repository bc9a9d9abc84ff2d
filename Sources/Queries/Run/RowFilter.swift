// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import Datafiles
internal import MartletCore
package import Workspaces

extension QueryService {
    /// Refuses a scope whose row filter no query could use.
    package static func checkRowFilter(of scope: TokenScope, in snapshot: WorkspaceSnapshot) throws {
        guard let filter = scope.filter else { return }
        guard scope.kind == .readDataSource, let dataSource = scope.resource.flatMap({ snapshot.dataSources[$0] }) else {
            throw RequestError(.invalidRequest, "only DATASOURCES:READ of a data source can have a row filter, not \(scope.wire)")
        }
        do {
            try RowFilterGuard(columns: Set(dataSource.definition.columns.map(\.name))).check(filter)
        } catch {
            throw RequestError(.invalidRequest, "the row filter of \(scope.wire) cannot be used: \(error.reason)")
        }
    }
}
