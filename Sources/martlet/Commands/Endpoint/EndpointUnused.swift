// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet endpoint unused`
struct EndpointUnused: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unused", abstract: "List the endpoints that nobody has called for a while, the longest first.",
        discussion:
            "Calls that failed count, too: somebody needs what does not work. What has changed lately may not have found its callers yet.")

    @Option(help: ArgumentHelp("How long nobody has called them.", valueName: "number"))
    var days = 30

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func validate() throws {
        guard (1...Self.mostDays).contains(self.days) else {
            throw ValidationError("--days \(self.days) is no number of days: use 1 to \(Self.mostDays)")
        }
    }

    func run() async throws {
        let client = try await self.connection.client()
        let endpoints = try await client.pipes().filter { try $0.type == "endpoint" && self.listing.includes($0.name) }
        let figures = try QueryAnswer(try await client.sql(self.query)).rows
        let calls = Dictionary(figures.map { ($0[0].text, (last: $0[1].text, isRecent: $0[2] != .integer(0))) }) { $1 }
        let unused = endpoints.filter { calls[$0.id]?.isRecent != true }.map { (pipe: $0, last: calls[$0.id]?.last ?? "") }
        let rows = unused.sorted { ($0.last, $0.pipe.name) < ($1.last, $1.pipe.name) }.map { pipe, last in
            [Listing.Field.text(pipe.name), Listing.Field(value: .text(last), text: last.isEmpty ? "never" : last), .time(pipe.updatedAt)]
        }
        self.connection.write(
            Listing(title: "Unused endpoints", key: "pipes", columns: ["name", "last called", "updated at"], rows: rows), self.listing)
    }

    /// Ten years: the figures are kept for good, but nobody looks back further.
    private static let mostDays = 3_650

    private var query: String {
        """
        SELECT pipe_id AS id, toString(toDate(max(date))) AS last, countIf(date > now() - INTERVAL \(self.days) DAY) AS recent
        FROM tinybird.pipe_stats
        WHERE view_count > 0 OR error_count > 0
        GROUP BY pipe_id
        FORMAT JSON
        """
    }
}
