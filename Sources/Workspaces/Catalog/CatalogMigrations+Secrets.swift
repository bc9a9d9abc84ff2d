// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

extension CatalogMigrations {
    static func addSecrets(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("5: secrets, tokens with another text") { database in
            try database.execute(
                sql: """
                    CREATE TABLE secret (
                        workspaceID TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                        name TEXT NOT NULL,
                        -- The value, encrypted with a key that is not in this file.
                        sealed BLOB NOT NULL,
                        editor TEXT NOT NULL,
                        createdAt TEXT NOT NULL,
                        updatedAt TEXT NOT NULL,
                        PRIMARY KEY (workspaceID, name)
                    );
                    ALTER TABLE token ADD COLUMN description TEXT NOT NULL DEFAULT '';
                    ALTER TABLE token ADD COLUMN resource TEXT;
                    -- Counts how often the token's text has been replaced.
                    ALTER TABLE token ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
                    """)
        }
    }
}
