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

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws { try await self.connection.writeScheduled("copy", self.listing) }
}

/// `martlet copy run NAME`
struct CopyRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run a copy pipe.")

    @Argument(help: "The pipe.")
    var name: String

    @Option(name: .customLong("param"), help: ArgumentHelp("A parameter of its templates; repeatable.", valueName: "name=value"))
    var parameters: [Assignment] = []

    @Option(help: "What becomes of the rows that are there. (default: what the datafile says)")
    var mode: CopyMode?

    @Flag(inversion: .prefixedNo, help: "Wait until it is done.")
    var wait = true

    enum CopyMode: String, ExpressibleByArgument {
        case append, replace
    }

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        self.connection.say("» Running on-demand copy '\(self.name)'")
        let run = try await client.run(
            .copy, of: self.name, parameters: self.parameters.map { ($0.name, $0.value) }, mode: self.mode?.rawValue)
        let target = try await client.dataSources().first { $0.id == run.targetDataSource }?.name ?? self.name
        self.connection.say("✓ Copy to '\(target)' job created")
        guard self.wait else { return self.connection.say("Check status: \(ProgramName.current) job details \(run.job.id)") }
        let job = try await client.finish(run.job, "Copying data")
        self.connection.say("✓ Data copied to '\(target)'")
        self.connection.say("\(job.statistics?.rowCount ?? 0) rows copied")
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
        self.connection.say("** Pausing \(self.name)")
        try await self.connection.client().setPaused(true, .copy, of: self.name)
        self.connection.say("** Copy pipe \(self.name) paused")
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
        self.connection.say("** Resuming \(self.name)")
        try await self.connection.client().setPaused(false, .copy, of: self.name)
        self.connection.say("** Copy pipe \(self.name) resumed")
    }
}
