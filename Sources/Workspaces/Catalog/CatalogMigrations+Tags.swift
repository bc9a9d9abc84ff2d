// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

extension CatalogMigrations {
    static func keepTags(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("9: tags") { database in
            try database.execute(
                sql: """
                    -- Tags that were made by themselves; which resources have one stands in their datafiles.
                    CREATE TABLE tag (
                        workspaceID TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                        name TEXT NOT NULL,
                        PRIMARY KEY (workspaceID, name)
                    );
                    """)
        }
    }
}
