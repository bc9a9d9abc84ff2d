// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet quarantine …`
struct QuarantineCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "See what is in quarantine and why, and try to store it again.",
        subcommands: [QuarantineList.self, QuarantineShow.self, QuarantineReplayCommand.self])
}

/// `martlet quarantine ls`
struct QuarantineList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the quarantines that hold rows, and the reasons.")

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    private static let columns = ["name", "rows", "replaying", "newest", "thereof", "column", "reason"]

    func run() async throws {
        let quarantines = try await self.connection.client().quarantines().filter { try self.listing.includes($0.dataSource) }
        let format = self.listing.format ?? self.connection.output
        let rows = quarantines.flatMap { quarantine in
            let head: [Listing.Field] = [
                .text(quarantine.dataSource), .number(quarantine.rows), .number(quarantine.replayingRows), .text(quarantine.newest),
            ]
            let reasons = quarantine.reasons.map { [Listing.Field.number($0.rows), .text($0.column), .text($0.reason)] }
            return (reasons.isEmpty ? [[.text(""), .text(""), .text("")]] : reasons).map { head + $0 }
        }
        guard format == .human else {
            return Listing(title: "Quarantines", key: "quarantines", columns: Self.columns, rows: rows).write(as: format)
        }
        let columns = Self.columns.map { ["rows", "replaying", "thereof"].contains($0) ? Table.Column.number($0) : .text($0) }
        let texts = rows.indices.map { index in
            // What holds for the whole quarantine stands in its first line.
            let isFurther = index > 0 && rows[index][0].text == rows[index - 1][0].text
            return (isFurther ? Array(repeating: "", count: 4) : rows[index].prefix(4).map(\.text)) + rows[index].dropFirst(4).map(\.text)
        }
        Terminal.output.write(Table(columns: columns, rows: texts).rendered(style: TextStyle(of: .standardOutput)))
    }
}
