// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore
package import Workspaces

/// How a deployment ended, or how far it has come.
package struct DeploymentOutcome: Sendable {
    package enum Result: String, Sendable {
        case success
        case failed
        case noChanges = "no_changes"
    }

    package let result: Result
    /// The number of the deployment, or of the live one if there is none.
    package let number: Int
    /// What was made; nil if nothing was.
    package let deployment: Deployment?
    package let plan: DeploymentPlan
    /// What was found in the project, warnings included.
    package let diagnostics: [Diagnostic]
}
