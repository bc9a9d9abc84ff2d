// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// How a deployment ended.
package struct DeploymentOutcome: Sendable {
    package enum Result: String, Sendable {
        case success
        case failed
        case noChanges = "no_changes"
    }

    package let result: Result
    /// The number of the deployment that is live afterwards.
    package let deployment: Int
    package let plan: DeploymentPlan
    /// What was found in the project, warnings included.
    package let diagnostics: [Diagnostic]
}
