// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet datasource delete NAME --sql-condition C`
struct DataSourceDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete the rows of a data source that a condition holds for.")

    @Argument(help: "The data source.")
    var name: String

    @Option(help: ArgumentHelp("Which rows, as SQL: \"country = 'ES'\".", valueName: "condition"))
    var sqlCondition: String

    @Flag(help: "Count the rows, and delete nothing.")
    var dryRun = false

    @Flag(inversion: .prefixedNo, help: "Wait until they are deleted.")
    var wait = true

    @OptionGroup var confirmation: Confirmation

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        guard !self.dryRun else {
            let count = try await client.countRows(of: self.name, where: self.sqlCondition)
            return self.connection.say(
                "** [DRY RUN] Data Source '\(self.name)' rows '\(count)' matching condition \"\(self.sqlCondition)\" to be deleted")
        }
        try self.confirmation.require(
            "Do you want to delete \(self.name)'s rows matching condition \"\(self.sqlCondition)\"? Once deleted, they can't be recovered.")
        let job = try await client.deleteRows(of: self.name, where: self.sqlCondition)
        if let url = job.url { self.connection.say("** Delete rows job url \(url)") }
        guard self.wait else { return }
        try await client.finish(try await client.job(job.id), "Deleting rows")
        self.connection.say("** Data Source '\(self.name)' rows deleted matching condition \"\(self.sqlCondition)\"")
    }
}
