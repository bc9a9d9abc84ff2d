// Part of Martlet. Apache License 2.0; see LICENSE.

/// The bounds of the change room.
package enum DeploymentLimits {
    /// Files of one project.
    package static let files = 10_000
    /// Workspaces whose last project is remembered: more than people work on at a time. A project of 300 files takes some megabytes.
    static let rememberedProjects = 16
    /// Seconds that carrying the rows of one data source into its new table may take.
    static let fillSeconds = 6 * 3600
    /// How long a deployment waits for another one that goes live by itself.
    static let patienceWithOthers = Duration.seconds(30)
    /// How long after another look at tables that are about to go.
    static let pauseOfRetirement = Duration.milliseconds(200)
    /// How long a request waits for its deployment before it is told to look again: most are done by then.
    package static let patienceOfRequests = Duration.seconds(5)
}
