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

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let targets = Dictionary(try await client.dataSources().map { ($0.id, $0.name) }) { $1 }
        let pipes = try await client.pipes().filter { try $0.type == "materialized" && self.listing.includes($0.name) }
        let rows = pipes.map { pipe in
            let target = pipe.nodes.lazy.compactMap(\.materialized).first.flatMap { targets[$0] }
            return [Listing.Field.text(pipe.name), .time(pipe.updatedAt), .number(pipe.nodes.count), .text(target)]
        }
        self.connection.write(
            Listing(title: "Pipes", key: "pipes", columns: ["name", "updated at", "nodes", "target datasource"], rows: rows), self.listing)
    }
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
        let ended = try await client.finish(job, "Populating")
        self.connection.say("\(ended.statistics?.rowCount ?? 0) rows populated")
    }
}
