// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

/// Replays are read from the file whenever they are asked for: they are few, and no request of another kind needs them.
extension WorkspaceCatalog {
    /// The replays that are not done, of all workspaces.
    package func unfinishedReplays() async throws -> [QuarantineReplay] {
        try await self.database.read { database in
            try ReplayRow.fetchAll(database, sql: "SELECT * FROM quarantineReplay WHERE state <> 'done' ORDER BY startedAt").compactMap(
                \.replay)
        }
    }

    /// The last replay of a data source; nil if there was none.
    package func replay(of dataSource: ResourceID) async throws -> QuarantineReplay? {
        try await self.database.read { try Self.replay(of: dataSource, in: $0) }
    }

    /// Notes a replay before its first step; if the data source has one that is not done, that one is returned instead.
    package func begin(_ replay: QuarantineReplay) async throws -> QuarantineReplay {
        try await self.database.write { database in
            if let other = try Self.replay(of: replay.dataSource, in: database), other.state != .done { return other }
            try ReplayRow(replay).insert(database, onConflict: .replace)
            return replay
        }
    }

    /// Notes how far a replay has come.
    package func update(_ replay: QuarantineReplay) async throws {
        try await self.database.write { try ReplayRow(replay).update($0) }
    }

    /// Forgets a replay, when its data source is no more.
    package func remove(_ replay: QuarantineReplay) async throws {
        try await self.database.write { _ = try ReplayRow(replay).delete($0) }
    }

    private static func replay(of dataSource: ResourceID, in database: Database) throws -> QuarantineReplay? {
        try ReplayRow.fetchOne(database, sql: "SELECT * FROM quarantineReplay WHERE dataSourceID = ?", arguments: [dataSource.text])?.replay
    }
}
