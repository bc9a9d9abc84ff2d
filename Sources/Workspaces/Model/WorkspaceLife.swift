// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a workspace was made for, and for how long; without more, for good.
package struct WorkspaceLife: Sendable, Hashable {
    /// The workspace that it is a branch of: it goes when that goes.
    package var main: WorkspaceID?
    /// When it is deleted by itself; nil for never.
    package var expiresAt: Timestamp?
    /// Whether it serves to try a project with fixtures, whose fixed dates no TTL may take for too old.
    package var isForDevelopment: Bool

    package init(main: WorkspaceID? = nil, expiresAt: Timestamp? = nil, isForDevelopment: Bool = false) {
        self.main = main
        self.expiresAt = expiresAt
        self.isForDevelopment = isForDevelopment
    }

    /// Whether its rows can be had again, from fixtures or from the workspace that it is a branch of.
    package var mayLoseRows: Bool { self.isForDevelopment || self.main != nil }
}
