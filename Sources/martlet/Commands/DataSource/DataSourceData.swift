// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import ClickHouse
internal import MartletClient

/// `martlet datasource data NAME`
struct DataSourceData: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "data", abstract: "Print some rows of a data source.")

    @Argument(help: "The data source.")
    var name: String

    @Option(help: ArgumentHelp("How many.", valueName: "rows"))
    var limit = 5

    @Option(help: "How to print; wins over --output.")
    var format: OutputFormat?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let name = try await client.existingDataSource(self.name)
        let answer = try QueryAnswer(try await client.sql("SELECT * FROM \(name) LIMIT \(max(0, self.limit)) FORMAT JSON"))
        Terminal.output.write(
            answer.rendered(
                as: self.format ?? self.connection.output, width: Terminal.output.width, style: TextStyle(of: .standardOutput)))
    }
}

/// `martlet datasource query NAME "…"`
struct DataSourceQuery: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Run a query over a data source.",
        discussion: "In the query, _ stands for the data source; it may name others too. Printed as sql prints it.")

    @Argument(help: "The data source.")
    var name: String

    @Argument(help: ArgumentHelp("The query.", valueName: "query"))
    var query: String

    @Option(help: ArgumentHelp("The most rows that are asked for.", valueName: "rows"))
    var rowsLimit = 100

    @Flag(inversion: .prefixedNo, help: "Print what the query cost.")
    var stats = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let name = try await self.connection.client().existingDataSource(self.name)
        let query = try ShellQuery(Self.query(self.query, over: name))
        try await query.run(rowsLimit: self.rowsLimit, printsCost: self.stats, through: self.connection)
    }

    /// The query with a name in the place of each `_` that stands alone; one in a text is a text.
    static func query(_ query: String, over name: String) -> String {
        let bytes = Array(query.utf8)
        let words = SQLLexer.tokens(of: query).map { bytes[$0.range] }
        return String(decoding: words.flatMap { $0.elementsEqual("_".utf8) ? Array(name.utf8) : Array($0) }, as: UTF8.self)
    }
}

extension MartletClient {
    /// The name of a data source that is there, so that a text which is none never becomes part of a query.
    func existingDataSource(_ name: String) async throws -> String {
        let names = try await self.dataSources().map(\.name)
        guard names.contains(name) else {
            throw CommandError(
                "'\(name)' Data Source does not exist; "
                    + (names.isEmpty ? "the workspace has none" : "there are: \(names.joined(separator: ", "))"))
        }
        return name
    }
}
