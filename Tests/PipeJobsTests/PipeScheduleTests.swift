// Part of Martlet. Apache License 2.0; see LICENSE.

import Datafiles
import Testing
import Workspaces

@testable import PipeJobs

struct PipeScheduleTests {
    private static let hour = 3_600
    private let hourly: CronExpression

    init() throws { self.hourly = try #require(CronExpression(parsing: "@hourly")) }

    private func schedule(settledUntil: Int) -> PipeSchedule {
        PipeSchedule(workspace: WorkspaceID("w"), pipe: ResourceID("t_1"), cron: "@hourly", settledUntil: settledUntil)
    }

    @Test func `a run is due from its moment on, and has that moment`() {
        let schedule = self.schedule(settledUntil: 5 * Self.hour)
        #expect(schedule.dueMoment(by: self.hourly, at: 6 * Self.hour - 1) == nil)
        #expect(schedule.dueMoment(by: self.hourly, at: 6 * Self.hour) == 6 * Self.hour)
        #expect(schedule.dueMoment(by: self.hourly, at: 6 * Self.hour + 59) == 6 * Self.hour)
    }

    @Test func `one run makes up for all that were missed`() {
        let now = 9 * Self.hour + 7
        var schedule = self.schedule(settledUntil: 5 * Self.hour)
        #expect(schedule.dueMoment(by: self.hourly, at: now) == now)
        schedule.settledUntil = now
        #expect(schedule.dueMoment(by: self.hourly, at: now + 1) == nil)
        #expect(schedule.dueMoment(by: self.hourly, at: 10 * Self.hour) == 10 * Self.hour)
    }

    @Test func `a paused schedule has nothing due`() {
        var schedule = self.schedule(settledUntil: 5 * Self.hour)
        schedule.isPaused = true
        #expect(schedule.dueMoment(by: self.hourly, at: 20 * Self.hour) == nil)
    }
}
