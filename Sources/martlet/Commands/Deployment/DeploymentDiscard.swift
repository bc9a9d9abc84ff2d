// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet deployment discard`
struct DeploymentDiscard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Delete the deployment that waits to be promoted, or is still being made.")

    @Flag(inversion: .prefixedNo, help: "Wait until it is gone.")
    var wait = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        guard let candidate = try await client.deployments().last(where: { !$0.isLive && $0.id != "0" }) else {
            throw CommandError("there is no deployment to discard: what is live can only be replaced")
        }
        self.connection.say("\(candidate.status == "data_ready" ? "Removing" : "Canceling") deployment \(candidate.id)")
        try await client.discard(candidate.id)
        self.connection.say("Discard process successfully started")
        guard self.wait else { return }
        let ended = try await client.follow(try await client.deployment(candidate.id)) { ["deleted", "failed"].contains($0.status) }
        guard ended.status == "deleted" else { throw CommandError("deployment #\(candidate.id) could not be discarded") }
        self.connection.say("Discard process successfully completed")
    }
}
