// Part of Martlet. Apache License 2.0; see LICENSE.

/// A deployment on its way.
package struct DeploymentRun: Sendable {
    /// What is known now.
    package let outcome: DeploymentOutcome
    private let rest: Task<DeploymentOutcome, any Error>?

    /// - Parameter rest: What goes on; nil for a deployment that is over.
    init(_ outcome: DeploymentOutcome, rest: Task<DeploymentOutcome, any Error>? = nil) {
        self.outcome = outcome
        self.rest = rest
    }

    /// Waits until it has all rows, and is live if it promotes itself.
    package func end() async throws -> DeploymentOutcome { try await self.rest?.value ?? self.outcome }
}
