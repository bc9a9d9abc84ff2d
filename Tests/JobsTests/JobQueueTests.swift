// Part of Martlet. Apache License 2.0; see LICENSE.

import Jobs
import Testing
import Workspaces

struct JobQueueTests {
    private let shop = WorkspaceID("shop")
    private let blog = WorkspaceID("blog")

    private func queue(perWorkspace: Int, atOnce: Int) -> JobQueue {
        var limits = JobLimits()
        (limits.perWorkspace, limits.atOnce, limits.waiting) = (perWorkspace, atOnce, 3)
        return JobQueue(limits: limits)
    }

    @discardableResult
    private func add(_ ids: [String], of workspace: WorkspaceID, to queue: inout JobQueue) -> [Bool] {
        ids.map { queue.add($0, of: workspace) }
    }

    private func next(_ count: Int, of queue: inout JobQueue) -> [String?] { (0..<count).map { _ in queue.next() } }

    @Test func `workspaces take turns, jobs of one keep their order`() {
        var queue = self.queue(perWorkspace: 9, atOnce: 9)
        self.add(["s1", "s2", "s3"], of: self.shop, to: &queue)
        self.add(["b1", "b2"], of: self.blog, to: &queue)
        #expect(self.next(6, of: &queue) == ["s1", "b1", "s2", "b2", "s3", nil])
    }

    @Test func `no workspace and not all of them run more than they may`() {
        var queue = self.queue(perWorkspace: 2, atOnce: 3)
        self.add(["s1", "s2", "s3"], of: self.shop, to: &queue)
        #expect(self.next(3, of: &queue) == ["s1", "s2", nil])
        self.add(["b1", "b2"], of: self.blog, to: &queue)
        #expect(self.next(2, of: &queue) == ["b1", nil])
        queue.end(of: self.shop)
        #expect(self.next(2, of: &queue) == ["s3", nil])
        queue.end(of: self.blog)
        #expect(self.next(1, of: &queue) == ["b2"])
    }

    @Test func `more than may wait are refused, and one that is removed makes room`() {
        var queue = self.queue(perWorkspace: 1, atOnce: 1)
        #expect(self.add(["s1", "s2", "s3", "s4"], of: self.shop, to: &queue) == [true, true, true, false])
        queue.remove("s1", of: self.shop)
        #expect(self.add(["s5"], of: self.shop, to: &queue) == [true])
        #expect(self.next(1, of: &queue) == ["s2"])
    }
}
