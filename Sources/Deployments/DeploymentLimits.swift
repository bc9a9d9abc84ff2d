// Part of Martlet. Apache License 2.0; see LICENSE.

/// The bounds of the change room.
package enum DeploymentLimits {
    /// Files of one project.
    package static let files = 10_000
    /// Seconds that filling one materialized target from history may take.
    static let backfillSeconds = 600
}
