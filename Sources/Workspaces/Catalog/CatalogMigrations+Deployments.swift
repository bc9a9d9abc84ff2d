// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

extension CatalogMigrations {
    static func keepDeployments(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("8: deployments") { database in
            try database.execute(
                sql: """
                    CREATE TABLE deployment (
                        workspaceID TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                        number INTEGER NOT NULL,
                        -- JSON
                        record TEXT NOT NULL,
                        -- Of one that is not live yet: its resources, JSON.
                        resources TEXT,
                        PRIMARY KEY (workspaceID, number)
                    );
                    """)
        }
    }
}
