// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing
import Workspaces

@testable import Ingestion

/// When operators are told of rows in quarantine.
struct AlertQueueTests {
    private let start = ContinuousClock.now
    private let events = AlertQueue.Key(workspace: WorkspaceID("w"), dataSource: ResourceID("t_1"))

    private func after(_ seconds: Int) -> ContinuousClock.Instant { self.start + .seconds(seconds) }

    @Test func `the first rows gather for a moment, the next for an interval`() {
        var queue = AlertQueue(limits: AlertLimits())
        queue.note(2, of: self.events, now: self.start)
        queue.note(3, of: self.events, now: self.start)
        #expect(queue.takeDue(now: self.start).isEmpty && queue.rowCount == 5)
        #expect(queue.takeDue(now: self.after(1)) == [self.events: 5])
        #expect(queue.rowCount == 0)
        queue.note(1, of: self.events, now: self.after(2))
        queue.note(1, of: self.events, now: self.after(300))
        #expect(queue.takeDue(now: self.after(300)).isEmpty)
        #expect(queue.takeDue(now: self.after(301)) == [self.events: 2])
    }

    @Test func `who was quiet for an interval begins anew`() {
        var queue = AlertQueue(limits: AlertLimits())
        queue.note(1, of: self.events, now: self.start)
        #expect(queue.takeDue(now: self.after(1)).count == 1)
        #expect(queue.takeDue(now: self.after(302)).isEmpty)
        queue.note(1, of: self.events, now: self.after(400))
        #expect(queue.takeDue(now: self.after(400)).isEmpty)
        #expect(queue.takeDue(now: self.after(401)) == [self.events: 1])
    }

    @Test(arguments: ["w", "v"]) func `data sources do not wait for each other, nor do workspaces`(workspace: String) {
        var queue = AlertQueue(limits: AlertLimits())
        let other = AlertQueue.Key(workspace: WorkspaceID(workspace), dataSource: ResourceID(workspace == "w" ? "t_2" : "t_1"))
        queue.note(1, of: self.events, now: self.start)
        #expect(queue.takeDue(now: self.after(1)) == [self.events: 1])
        queue.note(1, of: self.events, now: self.after(2))
        queue.note(7, of: other, now: self.after(2))
        #expect(queue.takeDue(now: self.after(3)) == [other: 7])
    }
}
