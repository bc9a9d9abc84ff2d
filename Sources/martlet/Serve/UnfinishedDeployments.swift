// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Deployments
internal import ServiceLifecycle

/// Lets deployments go on behind requests as long as the server runs.
struct UnfinishedDeployments: Service {
    let deployments: DeploymentService

    func run() async throws {
        try? await gracefulShutdown()
        await self.deployments.stop()
    }
}
