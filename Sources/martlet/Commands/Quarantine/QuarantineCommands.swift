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
            quarantine.reasons.enumerated().map { index, reason in
                // What holds for the whole quarantine stands in its first line.
                (index == 0 ? [quarantine.dataSource, String(quarantine.rows), quarantine.newest] : ["", "", ""])
                    + [String(reason.rows), reason.column, reason.reason]
            }
        }
        let columns = [
            Table.Column.text("name"), .number("rows"), .text("newest"), .number("thereof"), .text("column"), .text("reason"),
        ]
        Terminal.output.write(Table(columns: columns, rows: rows).rendered(style: TextStyle(of: .standardOutput)))
    }
}
