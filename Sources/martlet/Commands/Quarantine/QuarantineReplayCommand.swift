// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet quarantine replay NAME`
struct QuarantineReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Store what is in quarantine, by today's schema.",
        discussion: """
            Meant for after a deployment that makes the rows fit. What still does not fit stays in quarantine, with its new reason. The server \
            goes on if the command is interrupted; run again, it joins the replay at work. No row is stored twice.
            """)

    @Argument(help: "The data source.")
    var name: String

    @Option(name: .customLong("import"), help: ArgumentHelp("Only rows that this request or import brought.", valueName: "id"))
    var importID: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A text for the rows in which this column is at fault; may be given for several.", valueName: "column=text"))
    var corrections: [String] = []

    @OptionGroup(title: "Connection")
    var connection: Connection

    func validate() throws {
        if let other = self.corrections.first(where: { !$0.contains("=") }) {
            throw ValidationError("--set \(other) is not column=text")
        }
    }

    private var textsByColumn: [String: String] {
        let pairs = self.corrections.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) }
        return Dictionary(pairs.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
    }

    func run() async throws {
        let client = try await self.connection.client()
        var replay = try await client.replayQuarantine(of: self.name, importID: self.importID, corrections: self.textsByColumn)
        while !replay.isDone {
            if let problem = replay.problem { Terminal.error.write("\(problem)\n") }
            try await Task.sleep(for: Self.pause)
            replay = try await client.lastReplay(of: self.name)
        }
        Terminal.output.write("\(replay.rows) rows replayed: \(replay.storedRows) stored, \(replay.quarantinedRows) in quarantine again\n")
        if let problem = replay.problem { Terminal.error.write("\(problem)\n") }
        if replay.quarantinedRows > 0 { Terminal.error.write("see: \(ProgramName.current) quarantine show \(self.name)\n") }
    }

    /// Between two looks at a replay that takes long.
    private static let pause = Duration.seconds(1)
}
