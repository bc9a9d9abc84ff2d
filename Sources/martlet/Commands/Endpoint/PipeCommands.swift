// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet pipe …`
struct PipeCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipe", abstract: "List pipes, and call those that are endpoints.",
        subcommands: [PipeList.self, PipeTest.self, EndpointData.self, EndpointURL.self, EndpointStatistics.self])
}

/// `martlet pipe ls`
struct PipeList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the pipes of the workspace.")

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let pipes = try await self.connection.client().pipes().filter { try self.listing.includes($0.name) }
        let rows = pipes.map { pipe in
            [Listing.Field.text(pipe.name), .time(pipe.updatedAt), .number(pipe.nodes.count), .text(pipe.type)]
        }
        self.connection.write(
            Listing(title: "Pipes", key: "pipes", columns: ["name", "published date", "nodes", "type"], rows: rows), self.listing)
    }
}

/// `martlet pipe test NAME --param NAME=VALUE`
struct PipeTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Call an endpoint with parameters, and print its rows.",
        discussion: "Fails if the call does.")

    @Argument(help: "The endpoint.")
    var name: String

    @OptionGroup var call: EndpointCallOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws { try await self.call.perform(self.name, through: self.connection) }
}
