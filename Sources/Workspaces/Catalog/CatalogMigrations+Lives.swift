// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

extension CatalogMigrations {
    static func keepLives(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("7: branches, workspaces for development, deleted workspaces") { database in
            try database.execute(
                sql: """
                    ALTER TABLE workspace ADD COLUMN mainID TEXT REFERENCES workspace (id);
                    ALTER TABLE workspace ADD COLUMN expiresAt TEXT;
                    ALTER TABLE workspace ADD COLUMN isForDevelopment INTEGER NOT NULL DEFAULT 0;
                    -- What is left of a workspace that nobody can see any more: a database and logs, until they are gone, too.
                    CREATE TABLE deletedWorkspace (
                        id TEXT PRIMARY KEY NOT NULL,
                        engineDatabase TEXT NOT NULL
                    );
                    """)
        }
    }
}
