// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// The bounds of the change room.
package enum DeploymentLimits {
    /// Files of one project.
    package static let files = 10_000
    /// Bytes of all files of one project together.
    package static let projectSize = ByteCount.mebibytes(64)
    /// Seconds that filling one materialized target from history may take.
    static let backfillSeconds = 600
}
