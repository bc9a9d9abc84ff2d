// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet sink …`
struct SinkCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sink", abstract: "List and run sinks.", subcommands: [SinkList.self, SinkRunCommand.self])
}

/// `martlet sink ls`
struct SinkList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the sinks and their schedules.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws { try await self.connection.client().list("sink") }
}

/// `martlet sink run NAME`
struct SinkRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run a sink, and wait until its files are written.")

    @Argument(help: "The pipe.")
    var name: String

    @Option(name: .customLong("param"), help: ArgumentHelp("A parameter of its templates; repeatable.", valueName: "name=value"))
    var parameters: [Assignment] = []

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let job = try await client.run(.sink, of: self.name, parameters: self.parameters.map { ($0.name, $0.value) })
        try await client.finish(job, verb: "written")
    }
}
