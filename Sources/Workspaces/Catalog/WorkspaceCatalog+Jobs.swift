// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

/// Jobs are read from the disk: they are many, and nothing waits for them but who asks.
extension WorkspaceCatalog {
    /// Keeps a job as it is now, and forgets ended ones of its workspace: those from before `oldest`, and all but the newest `limit`.
    package func save(_ job: Job, forgettingBefore oldest: Timestamp, keeping limit: Int) async throws {
        try await self.database.write { database in
            try JobRow(job).upsert(database)
            try database.execute(
                sql: """
                    DELETE FROM job WHERE workspaceID = :workspace AND status IN ('done', 'error', 'cancelled') AND (
                        createdAt < :oldest OR id NOT IN (
                            SELECT id FROM job WHERE workspaceID = :workspace ORDER BY createdAt DESC, rowid DESC LIMIT :limit))
                    """, arguments: ["workspace": job.workspace.text, "oldest": oldest.text, "limit": limit])
        }
    }

    /// Keeps how far jobs have come, as far as they have not ended since.
    package func saveProgress(of jobs: [Job]) async throws {
        try await self.database.write { database in
            for job in jobs {
                let stored = try Job.Status.fetchOne(database, sql: "SELECT status FROM job WHERE id = ?", arguments: [job.id])
                guard let stored, !stored.isEnd else { continue }
                try JobRow(job).update(database, columns: ["progress", "updatedAt"])
            }
        }
    }

    package func job(_ id: String, of workspace: WorkspaceID) async throws -> Job? {
        try await self.database.read { database in
            try JobRow.fetchOne(database, sql: "SELECT * FROM job WHERE id = ? AND workspaceID = ?", arguments: [id, workspace.text])
        }
        .map { Job($0) }
    }

    /// The jobs that were created since `oldest`, newest first.
    package func jobs(of workspace: WorkspaceID, since oldest: Timestamp) async throws -> [Job] {
        try await self.database.read { database in
            try JobRow.fetchAll(
                database, sql: "SELECT * FROM job WHERE workspaceID = ? AND createdAt >= ? ORDER BY createdAt DESC, rowid DESC",
                arguments: [workspace.text, oldest.text])
        }
        .map { Job($0) }
    }

    /// The jobs of all workspaces that have not ended.
    package func openJobs() async throws -> [Job] {
        try await self.database.read { database in
            try JobRow.fetchAll(database, sql: "SELECT * FROM job WHERE status NOT IN ('done', 'error', 'cancelled')")
        }
        .map { Job($0) }
    }
}
