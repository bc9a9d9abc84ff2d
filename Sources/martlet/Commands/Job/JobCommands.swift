// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet job …`
struct JobCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "List, watch, cancel and repeat jobs.",
        subcommands: [JobList.self, JobDetails.self, JobCancel.self, JobRetry.self])
}

/// `martlet job ls`
struct JobList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the newest jobs, up to 100 of each kind that is asked for.")

    enum Status: String, ExpressibleByArgument, CaseIterable {
        case waiting, working, done, error, cancelling, cancelled
    }

    @Option(name: .shortAndLong, help: "Only jobs of this status; repeatable.")
    var status: [Status] = []

    @Option(name: .shortAndLong, help: "Only jobs of this kind; repeatable.")
    var kind: [String] = []

    @Option(help: "How to print; wins over --output.")
    var format: OutputFormat?

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        var jobs: [JobSummary] = []
        for status in self.status.isEmpty ? [nil] : self.status.map(Optional.some) {
            for kind in self.kind.isEmpty ? [nil] : self.kind.map(Optional.some) {
                jobs += try await client.jobs(status: status?.rawValue, kind: kind)
            }
        }
        let rows = jobs.sorted { $0.createdAt > $1.createdAt }.map { job in
            [Listing.Field.text(job.id), .text(job.kind), .text(job.status), .time(job.createdAt), .time(job.updatedAt), .text(job.url)]
        }
        let columns = ["id", "kind", "status", "created at", "updated at", "job url"]
        Listing(title: "Jobs", key: "jobs", columns: columns, rows: rows).write(as: self.format ?? self.connection.output)
    }
}

/// `martlet job details ID`
struct JobDetails: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "details", abstract: "Print all that the server knows of a job.")

    @Argument(help: "The job.")
    var id: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let details = try await self.connection.client().jobDetails(self.id)
        guard self.connection.output == .human, case .object(let members) = details else {
            return Terminal.output.write(details.indentedJSON + "\n")
        }
        let columns = members.keys.sorted()
        // One job is read from top to bottom.
        let lines = columns.map { "\($0): \(members[$0]?.text ?? "")\n" }
        Terminal.output.write("  ** Job: \(self.id)\n" + lines.joined())
    }
}

/// `martlet job cancel ID`
struct JobCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cancel", abstract: "Ask a job to end.")

    @Argument(help: "The job.")
    var id: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let job = try await self.connection.client().cancelJob(self.id)
        self.connection.say(
            job.status == "cancelled"
                ? "** Job with id '\(self.id)' has been cancelled"
                : "** Job with id '\(self.id)' is now in cancelling status and will be cancelled eventually")
    }
}

/// `martlet job retry ID`
struct JobRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "retry", abstract: "Begin a job again that has failed.")

    @Argument(help: "The job.")
    var id: String

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let new = try await self.connection.client().retryJob(self.id)
        self.connection.say("** Job '\(self.id)' retried as '\(new)'")
    }
}
