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

    @OptionGroup
    var deployment: DeploymentArguments

    @Flag(help: "The same as --allow-destructive-operations.")
    var force = false

    @Flag(inversion: .prefixedNo, help: "Wait until it is live.")
    var wait = true

    @Flag(inversion: .prefixedNo, help: "Let it go live by itself when it is ready.")
    var auto = true

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        var run = try self.deployment.run(over: self.connection)
        if self.force { run.options.allowsDestruction = true }
        run.options.promotesItself = self.auto
        run.waits = self.wait
        try await run.perform()
    }
}
