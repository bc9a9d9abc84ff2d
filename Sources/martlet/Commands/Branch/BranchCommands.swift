// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet branch ls|create|rm|data`
struct BranchCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branch", abstract: "Copies of a workspace, to try changes on.",
        discussion: """
            A branch has the resources of its workspace, tokens of its own, and the rows that it is given. They share their files until one \
            side changes them, so that a branch is made in an instant and takes no space at first.
            """,
        subcommands: [BranchList.self, BranchCreate.self, BranchRemove.self, BranchData.self])
}

/// Which rows a branch is given.
struct BranchRowsOptions: ParsableArguments {
    @Flag(help: "Of each data source, give it the rows of the partition that changed last.")
    var lastPartition = false

    @Flag(help: "Give it all rows.")
    var allPartitions = false

    @Option(name: [.customShort("i"), .long], help: ArgumentHelp("A data source that stays empty; repeatable.", valueName: "name"))
    var ignoreDatasource: [String] = []

    var rows: MartletClient.BranchRows { self.allPartitions ? .allPartitions : self.lastPartition ? .lastPartition : .none }
}

/// `martlet branch ls`
struct BranchList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List the branches of a workspace.")

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let branches = try await self.connection.client().branches()
        let table = Table(
            columns: [.text("name"), .text("id"), .text("created at"), .text("deleted at")],
            rows: branches.map { [$0.name, $0.id, String($0.createdAt.prefix(19)), $0.expiresAt.map { String($0.prefix(19)) } ?? ""] })
        Terminal.output.write(table.rendered(style: TextStyle(of: .standardOutput)))
    }
}

/// `martlet branch create NAME`
struct BranchCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Make a branch.")

    @Argument(help: "Its name; no other workspace of the server has it.")
    var name: String

    @OptionGroup
    var rows: BranchRowsOptions

    @Option(help: ArgumentHelp("Delete it after this time: 90m, 12h, 7d.", valueName: "time"))
    var life: String?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let lifeSeconds = try self.life.map { text in
            let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
            guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()), (1...31_622_400 / unit).contains(number)
            else { throw ValidationError("--life \(text) is no time: use 90m, 12h or 7d, a year at most") }
            return number * unit
        }
        let client = try await self.connection.client()
        let job = try await client.createBranch(
            self.name, rows: self.rows.rows, ignoring: self.rows.ignoreDatasource, lifeSeconds: lifeSeconds)
        try await job.finish(through: client)
        Terminal.output.write("✓ Branch '\(self.name)' created\n")
    }
}

/// `martlet branch rm NAME`
struct BranchRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rm", abstract: "Delete a branch with all it has.")

    @Argument(help: "Its name or id.")
    var name: String

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        if !self.yes {
            guard Terminal.output.isInteractive else {
                throw ValidationError("deleting branch \(self.name) needs --yes where nobody can be asked")
            }
            Terminal.output.write("Delete branch '\(self.name)' with all its data? [y/N] ")
            guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw ExitCode.failure }
        }
        try await self.connection.client().deleteBranch(self.name)
        Terminal.output.write("✓ Branch '\(self.name)' deleted\n")
    }
}

/// `martlet branch data NAME`
struct BranchData: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Give a branch rows of its workspace.", discussion: "Partitions that it has are replaced.")

    @Argument(help: "Its name or id.")
    var name: String

    @OptionGroup
    var rows: BranchRowsOptions

    @OptionGroup(title: "Connection")
    var connection: Connection

    func validate() throws {
        guard self.rows.rows != .none else { throw ValidationError("say which rows: --last-partition or --all-partitions") }
    }

    func run() async throws {
        let client = try await self.connection.client()
        let job = try await client.fillBranch(self.name, rows: self.rows.rows, ignoring: self.rows.ignoreDatasource)
        try await job.finish(through: client)
        Terminal.output.write("✓ Branch '\(self.name)' has the rows\n")
    }
}

extension JobSummary {
    /// Waits until it has ended; what went wrong is thrown.
    fileprivate func finish(through client: MartletClient) async throws {
        var job = self
        while !job.isEnded {
            try await Task.sleep(for: .milliseconds(50))
            job = try await client.job(job.id)
        }
        guard job.status == "done" else { throw ValidationError(job.error ?? "the job ended as \(job.status)") }
    }
}
