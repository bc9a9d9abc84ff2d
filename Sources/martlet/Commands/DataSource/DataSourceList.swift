// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet datasource ls`
struct DataSourceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the data sources of the workspace.")

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    private static let columns = ["shared from", "name", "row_count", "size", "created at", "updated at", "connection"]

    func run() async throws {
        let dataSources = try await self.connection.client().dataSources().filter { try self.listing.includes($0.name) }
        let rows = dataSources.map { source in
            // What another workspace shares has its name in front.
            let parts = source.name.split(separator: ".", maxSplits: 1).map(String.init)
            return [
                Listing.Field.text(parts.count == 2 ? parts[0] : ""), .text(parts.last), .count(source.statistics.rowCount),
                .size(source.statistics.bytes), .time(source.createdAt), .time(source.updatedAt), .text(source.service),
            ]
        }
        self.connection.write(Listing(title: "Data Sources", key: "datasources", columns: Self.columns, rows: rows), self.listing)
    }
}
