// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Testing
import Workspaces

@testable import Queries

struct AdmissionQueueTests {
    private let ann = QueryCaller(workspace: WorkspaceID("w1"), token: "ann")
    private let bob = QueryCaller(workspace: WorkspaceID("w1"), token: "bob")
    private let eve = QueryCaller(workspace: WorkspaceID("w2"), token: "eve")

    private func queue(running: Int = 1, _ change: (inout AdmissionLimits) -> Void = { _ in }) -> AdmissionQueue {
        var limits = AdmissionLimits()
        limits.running = running
        change(&limits)
        return AdmissionQueue(limits: limits)
    }

    private func ticket(_ entry: AdmissionQueue.Entry) throws -> AdmissionTicket {
        guard case .wait(let ticket) = entry else { throw NotWaiting(entry: entry) }
        return ticket
    }

    @Test func `as many as may run begin at once, the next waits until one ends`() throws {
        var queue = self.queue(running: 2)
        #expect(queue.enter(self.ann) == .run)
        #expect(queue.enter(self.eve) == .run)
        let third = try self.ticket(queue.enter(self.ann))
        #expect(queue.finishRunning(self.eve, unread: 0) == [third])
        #expect(queue.finishRunning(self.ann, unread: 0) == [])
        #expect(queue.finishRunning(self.ann, unread: 0) == [])
        #expect(queue.enter(self.bob) == .run)
    }

    @Test func `workspaces take turns, and within one its tokens, whoever has sent more`() throws {
        var queue = self.queue()
        #expect(queue.enter(self.ann) == .run)
        let flood = try (0..<4).map { _ in try self.ticket(queue.enter(self.ann)) }
        let bob = try self.ticket(queue.enter(self.bob))
        let eve = try (0..<2).map { _ in try self.ticket(queue.enter(self.eve)) }
        var served: [AdmissionTicket] = []
        var running = self.ann
        let callers = Dictionary(uniqueKeysWithValues: flood.map { ($0, self.ann) } + [(bob, self.bob)] + eve.map { ($0, self.eve) })
        while let next = queue.finishRunning(running, unread: 0).first {
            served.append(next)
            running = try #require(callers[next])
        }
        #expect(served == [flood[0], eve[0], bob, eve[1], flood[1], flood[2], flood[3]])
    }

    @Test func `who comes again while others wait comes after them`() throws {
        var queue = self.queue()
        #expect(queue.enter(self.ann) == .run)
        let bob = try self.ticket(queue.enter(self.bob))
        let eve = try self.ticket(queue.enter(self.eve))
        #expect(queue.finishRunning(self.ann, unread: 0) == [bob])
        let ann = try self.ticket(queue.enter(self.ann))
        #expect(queue.finishRunning(self.bob, unread: 0) == [eve])
        #expect(queue.finishRunning(self.eve, unread: 0) == [ann])
    }

    @Test func `a token and a workspace at their limit let others pass`() throws {
        var queue = self.queue(running: 4) {
            $0.runningPerToken = 1
            $0.runningPerWorkspace = 2
        }
        #expect(queue.enter(self.ann) == .run)
        let second = try self.ticket(queue.enter(self.ann))
        #expect(queue.enter(self.bob) == .run)
        let third = try self.ticket(queue.enter(self.bob))
        #expect(queue.enter(self.eve) == .run)
        #expect(queue.giveUp(third, of: self.bob) == .running(.workspace, limit: 2))
        #expect(queue.finishRunning(self.bob, unread: 0) == [])
        #expect(queue.giveUp(second, of: self.ann) == .running(.token, limit: 1))
        #expect(queue.finishRunning(self.ann, unread: 0) == [])
    }

    @Test func `a line is bounded, of a token, of a workspace, and of all`() throws {
        var queue = self.queue {
            $0.waitingPerToken = 1
            $0.waitingPerWorkspace = 2
            $0.waiting = 3
        }
        #expect(queue.enter(self.ann) == .run)
        _ = try self.ticket(queue.enter(self.ann))
        #expect(queue.enter(self.ann) == .refuse(.lineIsFull(.token, limit: 1)))
        _ = try self.ticket(queue.enter(self.bob))
        let third = QueryCaller(workspace: self.ann.workspace, token: "third")
        #expect(queue.enter(third) == .refuse(.lineIsFull(.workspace, limit: 2)))
        let eve = try self.ticket(queue.enter(self.eve))
        let zoe = QueryCaller(workspace: WorkspaceID("w3"), token: "zoe")
        #expect(queue.enter(zoe) == .refuse(.lineIsFull(.server, limit: 3)))
        #expect(queue.giveUp(eve, of: self.eve) == .running(.server, limit: 1))
        _ = try self.ticket(queue.enter(zoe))
    }

    @Test func `one who has given up is not served, and one who runs cannot give up waiting`() throws {
        var queue = self.queue()
        #expect(queue.enter(self.ann) == .run)
        let (first, second) = (try self.ticket(queue.enter(self.bob)), try self.ticket(queue.enter(self.bob)))
        #expect(queue.giveUp(first, of: self.bob) != nil)
        #expect(queue.giveUp(first, of: self.bob) == nil)
        #expect(queue.finishRunning(self.ann, unread: 0) == [second])
        #expect(queue.giveUp(second, of: self.bob) == nil)
    }

    @Test func `answers that nobody reads hold back their token, and too many of them everybody`() throws {
        var queue = self.queue(running: 2) {
            $0.unreadSizePerToken = ByteCount(bytes: 100)
            $0.unreadSize = ByteCount(bytes: 150)
        }
        #expect(queue.enter(self.ann) == .run)
        #expect(queue.enter(self.bob) == .run)
        #expect(queue.finishRunning(self.ann, unread: 100) == [])
        let ann = try self.ticket(queue.enter(self.ann))
        #expect(queue.enter(self.eve) == .run)
        #expect(queue.finishRunning(self.bob, unread: 50) == [])
        let bob = try self.ticket(queue.enter(self.bob))
        #expect(queue.giveUp(ann, of: self.ann) == .unread(.server, limit: ByteCount(bytes: 150)))
        #expect(queue.forget(unread: 50, of: self.bob) == [bob])
        let again = try self.ticket(queue.enter(self.ann))
        #expect(queue.finishRunning(self.bob, unread: 0) == [])
        #expect(queue.forget(unread: 100, of: self.ann) == [again])
    }
}

private struct NotWaiting: Error {
    let entry: AdmissionQueue.Entry
}
