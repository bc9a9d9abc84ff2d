// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet deployment …`
struct DeploymentCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deployment", abstract: "List, make, promote and discard deployments.",
        subcommands: [DeploymentList.self, DeploymentCreate.self, DeploymentPromote.self, DeploymentDiscard.self])
}

/// `martlet deployment create`
struct DeploymentCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Deploy a folder beside what is live.",
        discussion: "The same as deploy, but it does not go live, and is not waited for, unless told to.")

    @Argument(help: ArgumentHelp("The project's folder, or datafiles. (default: .)", valueName: "path"))
    var paths: [String] = []

    @Flag(help: "Check and plan only; change nothing.")
    var check = false

    @Flag(inversion: .prefixedNo, help: "Wait until it is ready.")
    var wait = false

    @Flag(inversion: .prefixedNo, help: "Let it go live by itself when it is ready.")
    var auto = false

    @Flag(inversion: .prefixedNo, help: "Let data sources that are missing from the folder be deleted with their rows.")
    var allowDestructiveOperations = false

    @Flag(name: .shortAndLong, help: "Print also what is merely worth knowing.")
    var verbose = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        var run = DeploymentRun(project: try DeployedFiles(at: self.paths), connection: self.connection)
        run.options.checksOnly = self.check
        run.options.promotesItself = self.auto
        run.options.allowsDestruction = self.allowDestructiveOperations
        run.waits = self.wait
        run.isVerbose = self.verbose
        try await run.perform()
    }
}
