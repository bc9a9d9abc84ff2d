// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet datasource replace NAME SOURCE`
struct DataSourceReplace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replace", abstract: "Put the rows of a file in the place of those of a data source, all at once.")

    @Argument(help: "The data source.")
    var name: String

    @Argument(help: ArgumentHelp("A file of NDJSON, CSV or Parquet, or its URL.", valueName: "source"))
    var source: String

    @Option(help: ArgumentHelp("Only these rows are replaced, as SQL. (default: all)", valueName: "condition"))
    var sqlCondition: String?

    @Flag(inversion: .prefixedNo, help: "Wait until the rows are there.")
    var wait = true

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        self.connection.say("» Replacing data in \(self.name)...")
        let source = ImportedSource(text: self.source)
        let job = try await source.begin(in: self.name, mode: .replace, condition: self.sqlCondition, with: client)
        guard self.wait else { return source.tellQueued("Replace", job, through: self.connection) }
        try await client.finish(try await client.job(job.id), "Replacing data")
        self.connection.say("** Data replaced in Data Source '\(self.name)' successfully!")
    }
}
