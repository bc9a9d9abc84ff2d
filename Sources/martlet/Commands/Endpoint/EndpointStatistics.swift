// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet endpoint stats [NAME…]`
struct EndpointStatistics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Print how often endpoints were called in the last 7 days, how often in vain, and how fast they were.")

    @Argument(help: ArgumentHelp("The endpoints. (default: all)", valueName: "name"))
    var names: [String] = []

    @Option(help: "How to print; wins over --output.")
    var format: OutputFormat?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let pipes = try await client.pipes()
        if let unknown = self.names.first(where: { name in !pipes.contains { $0.name == name } }) {
            throw CommandError("'\(unknown)' pipe does not exist; there are: \(pipes.map(\.name).joined(separator: ", "))")
        }
        let names = Dictionary(pipes.map { ($0.id, $0.name) }) { $1 }.filter { self.names.isEmpty || self.names.contains($0.value) }
        let figures = names.isEmpty ? [] : try QueryAnswer(try await client.sql(Self.query(for: names.keys.sorted()))).rows
        let rows = figures.compactMap { row in
            row.first?.string.flatMap { names[$0] }.map { [Listing.Field.text($0)] + row.dropFirst().map { .value($0) } }
        }
        let columns = ["name", "request count", "error count", "avg latency"]
        let keys = ["name", "requests", "errors", "latency"]
        let format = self.format ?? self.connection.output
        Listing(title: "Pipes", key: "pipes", columns: format == .human ? columns : keys, rows: rows.sorted { $0[0].text < $1[0].text })
            .write(as: format)
    }

    private static func query(for pipes: [String]) -> String {
        """
        SELECT
            pipe_id AS id,
            sumIf(view_count, date > now() - interval 7 day) AS requests,
            sumIf(error_count, date > now() - interval 7 day) AS errors,
            avgMergeIf(avg_duration_state, date > now() - interval 7 day) AS latency
        FROM tinybird.pipe_stats
        WHERE pipe_id IN (\(pipes.map { "'\($0)'" }.joined(separator: ", ")))
        GROUP BY pipe_id
        FORMAT JSON
        """
    }
}
