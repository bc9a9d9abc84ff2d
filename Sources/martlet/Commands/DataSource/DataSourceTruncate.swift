// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet datasource truncate NAME`
struct DataSourceTruncate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "truncate", abstract: "Delete all rows of a data source.")

    @Argument(help: "The data source.")
    var name: String

    @Flag(help: "Empty also the data sources that materialized views fill from it.")
    var cascade = false

    @OptionGroup var confirmation: Confirmation

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        try await self.truncate(self.name, with: client)
        guard self.cascade else { return }
        for name in try await client.dependentDataSources(of: self.name) { try await self.truncate(name, with: client) }
    }

    private func truncate(_ name: String, with client: MartletClient) async throws {
        try self.confirmation.require("Do you want to truncate \(name)? Once truncated, your data can't be recovered.")
        try await client.truncate(name)
        self.connection.say("** Data Source '\(name)' truncated")
    }
}
