// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// What every command that begins a deployment can be told.
struct DeploymentArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The project's folder, or datafiles. (default: .)", valueName: "path"))
    var paths: [String] = []

    @Flag(help: "Check and plan only; change nothing.")
    var check = false

    @Flag(inversion: .prefixedNo, help: "Let data sources that are missing from the folder be deleted with their rows.")
    var allowDestructiveOperations = false

    @Flag(name: .shortAndLong, help: "Print also what is merely worth knowing.")
    var verbose = false

    func run(over connection: Connection) throws -> DeploymentRun {
        var run = DeploymentRun(project: try DeployedFiles(at: self.paths), connection: connection)
        run.options.checksOnly = self.check
        run.options.allowsDestruction = self.allowDestructiveOperations
        run.isVerbose = self.verbose
        return run
    }
}
