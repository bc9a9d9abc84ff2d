// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB
internal import MartletCore

/// Workspaces that come and go.
extension WorkspaceCatalog {
    /// The branches of a workspace by name.
    package func branches(of main: WorkspaceID) -> [Workspace] { self.workspaces.filter { $0.life.main == main } }

    /// Takes a workspace and its branches out of the catalog, with all that belongs to them. What they have on disk is noted until
    /// `forget`.
    package func deleteWorkspace(_ id: WorkspaceID) async throws -> [DeletedWorkspace] {
        try await self.write { database in
            let isMeant = "id = :id OR mainID = :id"
            let deleted = try Row.fetchAll(
                database, sql: "SELECT id, engineDatabase FROM workspace WHERE \(isMeant)", arguments: ["id": id.text]
            )
            .map { DeletedWorkspace(id: WorkspaceID($0["id"]), database: $0["engineDatabase"]) }
            guard !deleted.isEmpty else { throw RequestError(.notFound, "workspace \"\(id)\" does not exist") }
            try database.execute(
                sql: "INSERT INTO deletedWorkspace (id, engineDatabase) SELECT id, engineDatabase FROM workspace WHERE \(isMeant)",
                arguments: ["id": id.text])
            try database.execute(sql: "DELETE FROM workspace WHERE mainID = ?", arguments: [id.text])
            try database.execute(sql: "DELETE FROM workspace WHERE id = ?", arguments: [id.text])
            return deleted
        }
    }

    /// The workspaces that have left something on disk.
    package func deletedWorkspaces() async throws -> [DeletedWorkspace] {
        try await self.database.read { database in
            try Row.fetchAll(database, sql: "SELECT id, engineDatabase FROM deletedWorkspace")
                .map { DeletedWorkspace(id: WorkspaceID($0["id"]), database: $0["engineDatabase"]) }
        }
    }

    /// Forgets a workspace of which nothing is left.
    package func forget(_ deleted: DeletedWorkspace) async throws {
        try await self.database.write { database in
            try database.execute(sql: "DELETE FROM deletedWorkspace WHERE id = ?", arguments: [deleted.id.text])
        }
    }
}

/// What a workspace that is no more has left behind.
package struct DeletedWorkspace: Sendable, Hashable {
    package let id: WorkspaceID
    /// The engine's database.
    package let database: String
}

extension WorkspaceLife {
    init(_ row: Row) {
        let main: String? = row["mainID"]
        let expiresAt: String? = row["expiresAt"]
        self.init(
            main: main.map { WorkspaceID($0) }, expiresAt: expiresAt.map { Timestamp($0) }, isForDevelopment: row["isForDevelopment"])
    }
}
