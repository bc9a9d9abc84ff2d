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

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws { try await self.connection.writeScheduled("sink", self.listing) }
}

/// `martlet sink run NAME`
struct SinkRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run a sink.")

    @Argument(help: "The pipe.")
    var name: String

    @Option(name: .customLong("param"), help: ArgumentHelp("A parameter of its templates; repeatable.", valueName: "name=value"))
    var parameters: [Assignment] = []

    @Flag(inversion: .prefixedNo, help: "Wait until its files are written.")
    var wait = true

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        self.connection.say("» Running sink '\(self.name)'")
        let run = try await client.run(.sink, of: self.name, parameters: self.parameters.map { ($0.name, $0.value) })
        guard self.wait else { return self.connection.say("Check status: \(ProgramName.current) job details \(run.job.id)") }
        let job = try await client.finish(run.job, "Writing files")
        self.connection.say("\(job.statistics?.rowCount ?? 0) rows written")
    }
}
