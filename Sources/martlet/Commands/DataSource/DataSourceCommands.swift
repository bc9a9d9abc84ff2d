// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet datasource …`
struct DataSourceCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasource", abstract: "List data sources and append to them.",
        subcommands: [DataSourceList.self, DataSourceAppend.self])
}

/// `martlet datasource ls`
struct DataSourceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the data sources of the workspace.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let dataSources = try await self.connection.client().dataSources()
        let rows = dataSources.map { source in
            [
                source.name, String(source.statistics.rowCount), String(source.statistics.bytes), String(source.quarantineRows),
                String(source.updatedAt.prefix(19)),
            ]
        }
        Terminal.output.write(
            Table(columns: [.text("name"), .number("rows"), .number("bytes"), .number("quarantined"), .text("updated at")], rows: rows)
                .rendered(style: TextStyle(of: .standardOutput)))
    }
}
