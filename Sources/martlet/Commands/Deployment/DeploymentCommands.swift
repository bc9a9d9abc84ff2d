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

    @OptionGroup
    var deployment: DeploymentArguments

    @Flag(inversion: .prefixedNo, help: "Wait until it is ready.")
    var wait = false

    @Flag(inversion: .prefixedNo, help: "Let it go live by itself when it is ready.")
    var auto = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        var run = try self.deployment.run(over: self.connection)
        run.options.promotesItself = self.auto
        run.waits = self.wait
        try await run.perform()
    }
}
