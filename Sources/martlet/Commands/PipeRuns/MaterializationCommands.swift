// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet materialization …`
struct MaterializationCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "materialization", abstract: "List and populate materialized pipes.",
        subcommands: [MaterializationList.self, MaterializationPopulate.self])
}

/// `martlet materialization ls`
struct MaterializationList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the materialized pipes.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws { try await self.connection.client().list("materialized") }
}

/// `martlet materialization populate NAME NODE`
struct MaterializationPopulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "populate", abstract: "Run a materialized node over the rows that its source has, and wait until it is done.")

    @Argument(help: "The pipe.")
    var name: String

    @Argument(help: "Its materialized node.")
    var node: String

    @Option(help: ArgumentHelp("Which rows of the source. (default: all)", valueName: "condition"))
    var sqlCondition: String?

    @Flag(help: "Empty the target first: rows that arrive meanwhile are neither lost nor doubled.")
    var truncate = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let job = try await client.populate(self.name, node: self.node, condition: self.sqlCondition, isTruncating: self.truncate)
        try await client.finish(job, verb: "populated")
    }
}
