// Part of Martlet. Apache License 2.0; see LICENSE.

/// The unit of ownership: its resources, tokens and data are apart from every other workspace's.
package struct Workspace: Sendable, Hashable {
    package let id: WorkspaceID
    package let name: String
    /// The engine's database that holds this workspace's tables and nothing else.
    package let database: String
    package let createdAt: Timestamp
    package let life: WorkspaceLife

    package init(id: WorkspaceID, name: String, database: String, createdAt: Timestamp, life: WorkspaceLife = WorkspaceLife()) {
        self.id = id
        self.name = name
        self.database = database
        self.createdAt = createdAt
        self.life = life
    }
}
