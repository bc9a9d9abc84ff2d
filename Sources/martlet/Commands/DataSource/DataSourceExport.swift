// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials
internal import MartletClient
internal import NIOCore

/// `martlet datasource export NAME`
struct DataSourceExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "export", abstract: "Write rows of a data source to a file.")

    enum FileFormat: String, ExpressibleByArgument, CaseIterable {
        case csv, ndjson
    }

    @Argument(help: "The data source.")
    var name: String

    @Option(help: "What the file is to be.")
    var format = FileFormat.ndjson

    @Option(help: ArgumentHelp("How many rows.", valueName: "rows"))
    var rows = 100

    @Option(name: .customLong("where"), help: ArgumentHelp("Which rows, as SQL. (default: any)", valueName: "condition"))
    var condition: String?

    @Option(help: ArgumentHelp("The file, or - for standard output. (default: fixtures/NAME.FORMAT)", valueName: "file"))
    var target: String?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let name = try await client.existingDataSource(self.name)
        let query = "SELECT * FROM \(name) WHERE \(self.condition ?? "1") LIMIT \(max(0, self.rows))"
        let bytes = try await client.sql("\(query) FORMAT \(self.format == .csv ? "CSVWithNames" : "JSONEachRow")")
        if self.target == "-" { return Terminal.output.write(String(buffer: bytes)) }
        let url = URL(filePath: self.target ?? "fixtures/\(name).\(self.format.rawValue)")
        self.connection.say("» Exporting \(name)")
        do {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes.readableBytesView).write(to: url, options: .atomic)
        } catch {
            throw CommandError("\(url.path) cannot be written: choose another place with --target")
        }
        self.connection.say("✓ Exported data to \(url.relativePath) (\(Quantity.size(bytes.readableBytes)))")
    }
}
