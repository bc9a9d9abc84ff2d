// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Foundation
internal import Hummingbird
internal import Ingestion
internal import Workspaces

extension GatewayServices {
    /// Who asks, and the data source that the path names.
    func dataSource(of request: Request, context: GatewayContext) throws -> (Caller, DataSource) {
        let caller = try self.catalog.caller(of: request)
        let name = try context.parameters.require("datasource").removingPercentEncoding ?? ""
        guard let dataSource = try self.catalog.snapshot(of: caller.workspace).dataSource(name) else {
            throw IngestError.unknownDataSource(name)
        }
        return (caller, dataSource)
    }
}
