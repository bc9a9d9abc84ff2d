// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

/// What pipes do by themselves is read once, at the start, and written when it changes.
extension WorkspaceCatalog {
    /// The schedules of all workspaces.
    package func pipeSchedules() async throws -> [PipeSchedule] {
        try await self.database.read { try PipeScheduleRow.fetchAll($0).map(\.schedule) }
    }

    package func save(_ schedule: PipeSchedule) async throws {
        try await self.database.write { try PipeScheduleRow(schedule).upsert($0) }
    }

    /// Forgets a schedule, when its pipe has none any more.
    package func remove(_ schedule: PipeSchedule) async throws {
        try await self.database.write { _ = try PipeScheduleRow(schedule).delete($0) }
    }

    /// The copies of all workspaces whose rows are on their way.
    package func stagedCopies() async throws -> [StagedCopy] {
        try await self.database.read { try StagedCopyRow.fetchAll($0).map(\.copy) }
    }

    /// Notes a copy before its first piece, and how far it has come after each.
    package func save(_ copy: StagedCopy) async throws {
        try await self.database.write { try StagedCopyRow(copy).upsert($0) }
    }

    /// Forgets a copy, when all of its rows have arrived.
    package func remove(_ copy: StagedCopy) async throws {
        try await self.database.write { _ = try StagedCopyRow(copy).delete($0) }
    }
}
