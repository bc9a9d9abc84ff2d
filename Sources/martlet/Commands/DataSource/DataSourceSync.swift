// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet datasource sync NAME`
struct DataSourceSync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Fetch now what is new at the place a data source is connected to.")

    @Argument(help: "The data source.")
    var name: String

    @OptionGroup var confirmation: Confirmation

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        try self.confirmation.require("Do you want to sync the Data Source \(self.name)?")
        try await client.sync(self.name)
        self.connection.say("** Data Source '\(self.name)' syncing in progress")
    }
}
