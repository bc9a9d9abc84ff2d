// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet datafile …`
struct DatafileCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datafile", abstract: "Look at what datafiles say.", subcommands: [DatafileParse.self])
}
