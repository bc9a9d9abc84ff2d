// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials
internal import Logging

/// `martlet serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion: "Every option can also be given as an environment variable: --data-dir as MARTLET_DATA_DIR, and so on.")

    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 takes any free one. (default: 7181)")
    var port: Int?

    @Option(
        help: ArgumentHelp(
            "The port for ClickHouse clients; 0 takes any free one, none switches it off. (default: 7182; with another --port, none)",
            valueName: "port|none"))
    var clickhousePort: String?

    @Option(help: "The folder that keeps everything. (default: .martlet)")
    var dataDir: String?

    @Option(help: "A folder of datafiles to deploy at the start.")
    var project: String?

    @Option(help: "A ClickHouse server to use instead of the embedded one.")
    var clickhouseURL: String?

    @Option(
        help: ArgumentHelp(
            "A host, an address or a block of addresses that is not public, and that files may be imported from all the same; repeatable.",
            valueName: "host[:port]|address/length"))
    var allowImportFrom: [String] = []

    @Option(
        help: ArgumentHelp(
            "A host, an address or a block of addresses that sinks may write to although it is not public or not encrypted; repeatable.",
            valueName: "host[:port]|address/length"))
    var allowExportTo: [String] = []

    @Option(help: "A folder that sinks may write files to. (default: none)")
    var exportFolder: String?

    @Option(help: "Requests with events a second, for each data source. (default: no limit)")
    var eventRate: Int?

    @Option(help: "Queries and calls of endpoints a second, for each workspace. (default: no limit)")
    var queryRate: Int?

    @Option(help: "Imports a minute, for each workspace. (default: no limit)")
    var importRate: Int?

    @Option(help: "Seconds that the tables of a replaced deployment stay for what still reads them. (default: 60)")
    var tableGrace: Int?

    @Option(
        help: ArgumentHelp(
            "An address that is told of rows in quarantine by a POST of JSON; it may be anywhere. (default: none)", valueName: "url"))
    var alertURL: String?

    @Option(help: ArgumentHelp("Seconds between two alerts about a data source, at least. (default: 300)", valueName: "seconds"))
    var alertInterval: Int?

    @OptionGroup(title: "Limits of queries")
    var queryLimits: QueryLimitOptions

    func run() async throws {
        let configuration = try ServerConfiguration(
            host: self.host, port: self.port, clickHousePort: self.clickhousePort, dataFolder: self.dataDir, projectFolder: self.project,
            clickHouseURL: self.clickhouseURL, allowedImports: self.allowImportFrom, allowedExports: self.allowExportTo,
            exportFolder: self.exportFolder, eventRate: self.eventRate, queryRate: self.queryRate, importRate: self.importRate,
            tableGrace: self.tableGrace, alertURL: self.alertURL, alertInterval: self.alertInterval, queryLimits: self.queryLimits,
            environment: ProcessInfo.processInfo.environment)
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = configuration.logLevel
            return handler
        }
        try await Server(configuration: configuration, logger: Logger(label: "martlet")).run()
    }
}
