// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet connection …`
struct ConnectionCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connection", abstract: "List connections to other systems.", subcommands: [ConnectionList.self])
}

/// `martlet connection ls`
struct ConnectionList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the workspace's connections to other systems.")

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let connections = try await self.connection.client().connections().filter { try self.listing.includes($0.name) }
        let rows = connections.map { [Listing.Field.text($0.service), .text($0.name), .text($0.id)] }
        self.connection.write(
            Listing(title: "Connections", key: "connections", columns: ["service", "name", "id"], rows: rows), self.listing)
    }
}
