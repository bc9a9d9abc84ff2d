// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletCore

/// The program: a server, its engine, and the commands that talk to a server.
@main
struct Martlet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Real-time analytics from a folder of datafiles: events in, parameterised endpoints out.",
        version: MartletVersion.text,
        subcommands: [
            Serve.self, Check.self, Format.self, Build.self, Dev.self, TestCommands.self, BranchCommands.self, Deploy.self,
            DataSourceCommands.self, PipeCommands.self, SQLCommand.self, TokenCommands.self, QuarantineCommands.self, CopyCommands.self,
            SinkCommands.self, MaterializationCommands.self,
            DatafileCommands.self, TemplateCommands.self, Engine.self,
        ])
}
