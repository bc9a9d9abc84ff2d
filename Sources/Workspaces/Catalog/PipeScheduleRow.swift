// Part of Martlet. Apache License 2.0; see LICENSE.

internal import GRDB

/// A row of the catalog's table `pipeSchedule`.
struct PipeScheduleRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "pipeSchedule"

    var workspaceID: String
    var pipeID: String
    var cron: String
    var isPaused: Bool
    var settledUntil: Int
}

extension PipeScheduleRow {
    init(_ schedule: PipeSchedule) {
        self.init(
            workspaceID: schedule.workspace.text, pipeID: schedule.pipe.text, cron: schedule.cron, isPaused: schedule.isPaused,
            settledUntil: schedule.settledUntil)
    }

    var schedule: PipeSchedule {
        var schedule = PipeSchedule(
            workspace: WorkspaceID(self.workspaceID), pipe: ResourceID(self.pipeID), cron: self.cron, settledUntil: self.settledUntil)
        schedule.isPaused = self.isPaused
        return schedule
    }
}
