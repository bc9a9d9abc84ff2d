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

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let quarantines = try await self.connection.client().quarantines()
        let rows = quarantines.flatMap { quarantine in
            // What holds for the whole quarantine stands in its first line.
            let head = [quarantine.dataSource, String(quarantine.rows), String(quarantine.replayingRows), quarantine.newest ?? ""]
            let reasons = quarantine.reasons.map { [String($0.rows), $0.column, $0.reason] }
            return [head + (reasons.first ?? ["", "", ""])] + reasons.dropFirst().map { ["", "", "", ""] + $0 }
        }
        let columns = [
            Table.Column.text("name"), .number("rows"), .number("replaying"), .text("newest"), .number("thereof"), .text("column"),
            .text("reason"),
        ]
        Terminal.output.write(Table(columns: columns, rows: rows).rendered(style: TextStyle(of: .standardOutput)))
    }
}
