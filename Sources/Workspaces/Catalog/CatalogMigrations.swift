// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

/// The shape of the catalog's database, grown step by step; a released step is never edited.
enum CatalogMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: workspaces, resources, tokens") { database in
            try database.execute(
                sql: """
                    CREATE TABLE workspace (
                        id TEXT PRIMARY KEY NOT NULL,
                        name TEXT NOT NULL UNIQUE,
                        engineDatabase TEXT NOT NULL UNIQUE,
                        deployment INTEGER NOT NULL DEFAULT 0,
                        createdAt TEXT NOT NULL
                    );
                    -- The datafile is the definition: it is parsed again at every start.
                    CREATE TABLE resource (
                        workspaceID TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                        kind TEXT NOT NULL CHECK (kind IN ('datasource', 'pipe', 'connection')),
                        name TEXT NOT NULL,
                        id TEXT NOT NULL UNIQUE,
                        file TEXT NOT NULL,
                        definition TEXT NOT NULL,
                        -- The engine's table of a data source, the engine's view of a materialized pipe.
                        engineName TEXT,
                        createdAt TEXT NOT NULL,
                        updatedAt TEXT NOT NULL,
                        PRIMARY KEY (workspaceID, kind, name)
                    );
                    CREATE TABLE token (
                        id TEXT PRIMARY KEY NOT NULL,
                        workspaceID TEXT REFERENCES workspace (id) ON DELETE CASCADE,
                        name TEXT NOT NULL,
                        origin TEXT NOT NULL,
                        createdAt TEXT NOT NULL,
                        UNIQUE (workspaceID, name)
                    );
                    CREATE TABLE tokenScope (
                        tokenID TEXT NOT NULL REFERENCES token (id) ON DELETE CASCADE,
                        scope TEXT NOT NULL,
                        -- Whether a TOKEN line of a datafile gives this scope; a deployment replaces exactly these.
                        isFromDatafile INTEGER NOT NULL,
                        PRIMARY KEY (tokenID, scope)
                    );
                    """)
        }
        migrator.registerMigration("2: replays of quarantined rows") { database in
            try database.execute(
                sql: """
                    CREATE TABLE quarantineReplay (
                        id TEXT PRIMARY KEY NOT NULL,
                        workspaceID TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                        -- A deployment writes all resources anew, so this refers to none; each has its last replay here.
                        dataSourceID TEXT NOT NULL UNIQUE,
                        importID TEXT,
                        corrections TEXT NOT NULL,
                        startedAt TEXT NOT NULL,
                        state TEXT NOT NULL,
                        rowCount INTEGER NOT NULL,
                        nextRow INTEGER NOT NULL,
                        pieceRows INTEGER NOT NULL,
                        storedCount INTEGER NOT NULL,
                        quarantinedCount INTEGER NOT NULL,
                        problem TEXT
                    );
                    """)
        }
        migrator.registerMigration("3: jobs") { database in
            try database.execute(
                sql: """
                    CREATE TABLE job (
                        id TEXT PRIMARY KEY NOT NULL,
                        workspaceID TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                        kind TEXT NOT NULL,
                        status TEXT NOT NULL,
                        -- The data source at the time; it may be gone since.
                        targetID TEXT NOT NULL,
                        targetName TEXT NOT NULL,
                        -- JSON
                        parameters TEXT NOT NULL,
                        progress TEXT NOT NULL,
                        -- What to say if the server stops while it works.
                        interruption TEXT NOT NULL,
                        error TEXT,
                        createdAt TEXT NOT NULL,
                        startedAt TEXT,
                        updatedAt TEXT NOT NULL
                    );
                    CREATE INDEX jobByAge ON job (workspaceID, createdAt);
                    """)
        }
        migrator.registerMigration("4: schedules of pipes, staged copies") { database in
            try database.execute(
                sql: """
                    CREATE TABLE pipeSchedule (
                        workspaceID TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                        -- A deployment writes all resources anew, so this refers to none.
                        pipeID TEXT PRIMARY KEY NOT NULL,
                        cron TEXT NOT NULL,
                        isPaused INTEGER NOT NULL,
                        -- Seconds since 1970.
                        settledUntil INTEGER NOT NULL
                    );
                    CREATE TABLE stagedCopy (
                        -- That of its job.
                        id TEXT PRIMARY KEY NOT NULL,
                        workspaceID TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                        pipeID TEXT NOT NULL,
                        dataSourceID TEXT NOT NULL,
                        -- The engine's table that the rows go to.
                        target TEXT NOT NULL,
                        -- JSON
                        columns TEXT NOT NULL,
                        moment INTEGER NOT NULL,
                        rowCount INTEGER NOT NULL,
                        pieceRows INTEGER NOT NULL,
                        nextRow INTEGER NOT NULL
                    );
                    """)
        }
        Self.addSecrets(to: &migrator)
        Self.keepLives(&migrator)
        Self.keepDeployments(&migrator)
        Self.keepTags(&migrator)
        return migrator
    }
}
