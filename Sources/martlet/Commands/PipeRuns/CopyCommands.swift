// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet copy …`
struct CopyCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "List, run, pause and resume copy pipes.",
        subcommands: [CopyList.self, CopyRunCommand.self, CopyPause.self, CopyResume.self])
}

/// `martlet copy ls`
struct CopyList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the copy pipes and their schedules.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws { try await self.connection.client().list("copy") }
}

/// `martlet copy run NAME`
struct CopyRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run a copy pipe, and wait until it is done.")

    @Argument(help: "The pipe.")
    var name: String

    @Option(name: .customLong("param"), help: ArgumentHelp("A parameter of its templates; repeatable.", valueName: "name=value"))
    var parameters: [Assignment] = []

    @Option(help: "append or replace. (default: what the datafile says)")
    var mode: String?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let job = try await client.run(.copy, of: self.name, parameters: self.parameters.map { ($0.name, $0.value) }, mode: self.mode)
        try await client.finish(job, verb: "copied")
    }
}

/// `martlet copy pause NAME`
struct CopyPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pause", abstract: "Stop a copy pipe from running by its schedule.")

    @Argument(help: "The pipe.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        try await self.connection.client().setPaused(true, .copy, of: self.name)
        Terminal.output.write("\(self.name) is paused\n")
    }
}

/// `martlet copy resume NAME`
struct CopyResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let a copy pipe run by its schedule again.")

    @Argument(help: "The pipe.")
    var name: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        try await self.connection.client().setPaused(false, .copy, of: self.name)
        Terminal.output.write("\(self.name) runs by its schedule\n")
    }
}
