// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet deploy [DIR|FILE…]`
struct Deploy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a folder of datafiles what the workspace serves.",
        discussion: """
            All mistakes of all files are reported at once, and nothing changes unless there are none. What will change is shown before it \
            does. Of single files only these are deployed, and everything else stays as it is.
            """,
        aliases: ["push"])

    @Argument(help: ArgumentHelp("The project's folder, or datafiles. (default: .)", valueName: "path"))
    var paths: [String] = []

    @Flag(help: "Check and plan only; change nothing.")
    var check = false

    @Flag(inversion: .prefixedNo, help: "Wait until it is live.")
    var wait = true

    @Flag(inversion: .prefixedNo, help: "Let it go live by itself when it is ready.")
    var auto = true

    @Flag(inversion: .prefixedNo, help: "Let data sources that are missing from the folder be deleted with their rows.")
    var allowDestructiveOperations = false

    @Flag(help: "The same as --allow-destructive-operations.")
    var force = false

    @Flag(name: .shortAndLong, help: "Print also what is merely worth knowing.")
    var verbose = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        var run = DeploymentRun(project: try DeployedFiles(at: self.paths), connection: self.connection)
        run.options.checksOnly = self.check
        run.options.promotesItself = self.auto
        run.options.allowsDestruction = self.allowDestructiveOperations || self.force
        run.waits = self.wait
        run.isVerbose = self.verbose
        try await run.perform()
    }
}
