// Part of Martlet. Apache License 2.0; see LICENSE.

/// The bounds of the catalog.
package enum WorkspaceLimits {
    /// Workspaces of one server, branches among them: each is a database of the engine and is held in memory.
    package static let workspaces = 1_000
    /// The longest life that may be asked for a branch: a year.
    package static let lifeSeconds = 366 * 86_400
    /// How long a workspace for tests stays if whoever made it was killed before he deleted it: longer than any run takes.
    package static let testSeconds = 86_400
}
