// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

/// Tags that exist whether a resource has them or not.
extension WorkspaceCatalog {
    package func tags(of workspace: WorkspaceID) async throws -> Set<String> {
        try await self.database.read {
            Set(try String.fetchAll($0, sql: "SELECT name FROM tag WHERE workspaceID = ?", arguments: [workspace.text]))
        }
    }

    /// Keeps a tag; it may be there.
    package func addTag(_ name: String, to workspace: WorkspaceID) async throws {
        try await self.database.write {
            try $0.execute(sql: "INSERT OR IGNORE INTO tag (workspaceID, name) VALUES (?, ?)", arguments: [workspace.text, name])
        }
    }

    package func removeTag(_ name: String, from workspace: WorkspaceID) async throws {
        try await self.database.write {
            try $0.execute(sql: "DELETE FROM tag WHERE workspaceID = ? AND name = ?", arguments: [workspace.text, name])
        }
    }
}
