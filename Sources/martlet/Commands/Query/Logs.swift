// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import FoundationEssentials
internal import MartletClient

/// `martlet logs`
struct Logs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what has happened in the workspace, newest first.",
        discussion: "Sources: \(LogSource.allCases.map(\.rawValue).joined(separator: ", ")), or * for all.")

    @Option(
        name: .shortAndLong, parsing: .unconditional,
        help: ArgumentHelp("From when on: -30m, -1h, -7d, or a moment of ISO 8601.", valueName: "time"))
    var start: LogTime = .before(seconds: 3600)

    @Option(name: .shortAndLong, parsing: .unconditional, help: ArgumentHelp("Until when. (default: now)", valueName: "time"))
    var end: LogTime?

    @Option(help: ArgumentHelp("Sources, joined by commas. (default: datasources_ops_log,pipe_stats_rt,jobs_log)", valueName: "names"))
    var source: String?

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("The most rows.", valueName: "rows"))
    var limit = 100

    @Flag(name: [.customShort("x"), .long], help: "Print details in full.")
    var expand = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func validate() throws {
        _ = try self.sources
        guard self.limit > 0 else { throw ValidationError("--limit \(self.limit) is no number of rows: use 1 or more") }
    }

    func run() async throws {
        let parts = try self.sources.map { $0.query(from: self.start.sql, to: self.end?.sql) }
        let query =
            "SELECT * FROM (\n\(parts.joined(separator: "\nUNION ALL\n"))\n) ORDER BY timestamp DESC LIMIT \(self.limit) FORMAT JSON"
        let answer = try QueryAnswer(try await self.connection.client().sql(query))
        guard self.connection.output == .human else {
            let format = self.connection.output
            return Terminal.output.write(answer.rendered(as: format, width: 0, style: TextStyle(of: .standardOutput)))
        }
        guard !answer.objects.isEmpty else { return self.connection.say("No logs found for the specified time range.") }
        let rows = answer.objects.map { row in
            let details = row["data"]?.text ?? ""
            return [
                String((row["timestamp"]?.text ?? "").prefix(19)), row["source"]?.text ?? "",
                self.expand || details.count <= 120 ? details : details.prefix(119) + "…",
            ]
        }
        // Details are long: a block a row would bury what happened when.
        let table = FramedTable(columns: ["Timestamp", "Source", "Details"], rows: rows)
        Terminal.output.write(table.rendered(width: .max, style: TextStyle(of: .standardOutput)))
    }

    private var sources: [LogSource] {
        get throws {
            guard let source else { return LogSource.usual }
            if source == "*" { return LogSource.allCases }
            return try source.split(separator: ",").map { name in
                let short = name.hasPrefix("tinybird.") ? name.dropFirst("tinybird.".count) : name
                guard let source = LogSource(rawValue: String(short)) else {
                    let known = LogSource.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError("\(name) is no source of logs; there are: \(known)")
                }
                return source
            }
        }
    }
}
