// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// `martlet deployment promote`
struct DeploymentPromote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Make the deployment that waits the live one.",
        discussion: "The one that was live until then is deleted.")

    @Flag(inversion: .prefixedNo, help: "Wait until the old one is gone.")
    var wait = false

    @OptionGroup(title: "Connection")
    var connection: Connection

    func run() async throws {
        let client = try await self.connection.client()
        let deployments = try await client.deployments()
        guard let candidate = deployments.last(where: { !$0.isLive && $0.id != "0" }) else {
            throw CommandError("no deployment waits to be promoted: make one with \(ProgramName.current) deployment create")
        }
        guard candidate.status == "data_ready" else {
            throw CommandError("deployment #\(candidate.id) is not ready, it is \(candidate.status)")
        }
        self.connection.say("» Waiting for deployment to be promoted...")
        try await client.promote(candidate.id)
        let promoted = try await client.follow(try await client.deployment(candidate.id)) { $0.isLive || $0.status == "failed" }
        guard promoted.isLive else { throw CommandError("deployment #\(candidate.id) could not be promoted") }
        self.connection.say("✓ Deployment promoted")
        try await self.removeOld(deployments.first { $0.isLive && $0.id != "0" }, with: client)
        self.connection.say("✓ Deployment #\(candidate.id) is live!")
    }

    /// A server may leave what was live to be removed, as its contract has it.
    private func removeOld(_ old: DeploymentReceipt.Deployment?, with client: MartletClient) async throws {
        guard let old, try await client.deployments().contains(where: { $0.id == old.id && !$0.isLive }) else { return }
        try await client.discard(old.id)
        guard self.wait else { return }
        self.connection.say("» Removing old deployment...")
        _ = try await client.follow(old) { ["deleted", "failed"].contains($0.status) }
        self.connection.say("✓ Old deployment removed")
    }
}
