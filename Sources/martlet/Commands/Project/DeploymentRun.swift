// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser
internal import MartletClient

/// A deployment as a command makes it: shown, begun, followed until it is live.
struct DeploymentRun {
    let project: DeployedFiles
    let connection: Connection
    var options = DeploymentOptions()
    var waits = true
    var isVerbose = false

    func perform() async throws {
        let client = try await self.connection.client(createsWorkspace: true)
        var check = self.options
        (check.checksOnly, check.keepsOthers) = (true, self.project.keepsOthers)
        let plan = try await self.findingsPrinted { try await client.deploy(self.project.upload, options: check) }
        self.show(plan.deployment)
        guard plan.result != "no_changes" else {
            self.connection.say("△ Not deploying. No changes.")
            return self.printJSON(of: plan.deployment)
        }
        guard !self.options.checksOnly else {
            self.connection.say("✓ Deployment is valid")
            return self.printJSON(of: plan.deployment)
        }
        var options = self.options
        options.keepsOthers = self.project.keepsOthers
        let begun = try await self.findingsPrinted { try await client.deploy(self.project.upload, options: options) }
        guard begun.result != "no_changes" else { return self.connection.say("△ Not deploying. No changes.") }
        let destiny = self.options.promotesItself ? "It will be auto-promoted when ready." : "It won't be auto-promoted when ready."
        guard self.waits else {
            self.connection.say("✓ Deployment submitted successfully. \(destiny)")
            return self.printJSON(of: begun.deployment)
        }
        self.connection.say("* Deployment submitted. \(destiny)")
        let ended = try await self.follow(begun.deployment, with: client)
        self.printJSON(of: ended)
    }

    /// Waits for a deployment to be ready, and live if it goes live by itself.
    private func follow(_ begun: DeploymentReceipt.Deployment, with client: MartletClient) async throws -> DeploymentReceipt.Deployment {
        var deployment = begun
        self.connection.say("» Waiting for deployment to be ready...")
        deployment = try await client.follow(deployment) { $0.isOver }
        guard deployment.status == "data_ready" else { throw self.failure(of: deployment) }
        self.connection.say("✓ Deployment is ready")
        guard self.options.promotesItself else { return deployment }
        self.connection.say("» Waiting for deployment to be promoted...")
        deployment = try await client.follow(deployment) { $0.isLive || $0.isOver && $0.status != "data_ready" }
        guard deployment.isLive else { throw self.failure(of: deployment) }
        self.connection.say("✓ Deployment promoted")
        self.connection.say("✓ Deployment #\(deployment.id) is live!")
        return deployment
    }

    private func failure(of deployment: DeploymentReceipt.Deployment) -> any Error {
        self.report(deployment.errors, ending: "Deployment #\(deployment.id) failed, and what was live before is still live")
    }

    private func findingsPrinted(
        _ operation: () async throws -> DeploymentReceipt
    ) async throws -> DeploymentReceipt {
        do {
            return try await operation()
        } catch let error as MartletClientError {
            guard !error.findings.isEmpty else { throw error }
            if self.options.checksOnly { throw self.report(error.findings, ending: "✗ Deployment is not valid") }
            let count = error.findings.count
            throw self.report(error.findings, ending: "\(count) \(count == 1 ? "mistake" : "mistakes"), nothing was deployed")
        }
    }

    private func report(_ findings: [String], ending: String) -> any Error {
        let style = TextStyle(of: .standardError)
        for finding in findings { Terminal.error.write(style.red(finding) + "\n") }
        Terminal.error.write(ending + "\n")
        return ExitCode.failure
    }

    private func show(_ deployment: DeploymentReceipt.Deployment) {
        let plan = DeploymentPlanText(deployment, of: self.project)
        self.connection.say(plan.rendered(width: Terminal.output.width, style: TextStyle(of: .standardOutput)))
        let style = TextStyle(of: .standardError)
        for finding in deployment.feedback where finding.level == "WARNING" || self.isVerbose && finding.level == "INFO" {
            Terminal.error.write(style.yellow("△ \(finding.level): \(finding.message)") + "\n")
        }
    }

    private func printJSON(of deployment: DeploymentReceipt.Deployment) {
        guard self.connection.output == .json else { return }
        let members: [String: JSONValue] = [
            "id": .text(deployment.id), "status": .text(deployment.status), "live": .boolean(deployment.isLive),
            "changes": .list(DeploymentPlanText(deployment, of: self.project).changes.map { .object($0.members) }),
        ]
        Terminal.output.write(JSONValue.object(members).indentedJSON + "\n")
    }
}

extension MartletClient {
    /// Looks at a deployment until it is as wanted.
    func follow(
        _ begun: DeploymentReceipt.Deployment, until isReached: (DeploymentReceipt.Deployment) -> Bool
    ) async throws -> DeploymentReceipt.Deployment {
        var deployment = begun
        // Short ones are told of at once, long ones do not load the server.
        var pause = Duration.milliseconds(50)
        while !isReached(deployment) {
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
            deployment = try await self.deployment(deployment.id)
        }
        return deployment
    }
}
