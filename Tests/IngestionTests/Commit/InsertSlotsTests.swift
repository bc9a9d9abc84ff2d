// Part of Martlet. Apache License 2.0; see LICENSE.

import Synchronization
import Testing
import Workspaces

@testable import Ingestion

struct InsertSlotsTests {
    /// Tells when `count` have come, and lets them go when it is told to.
    private final class Record: Sendable {
        private let order = Mutex<[String]>([])
        func add(_ name: String) { self.order.withLock { $0.append(name) } }
        var all: [String] { self.order.withLock { $0 } }
    }

    @Test func `workspaces take turns, however many data sources each has`() async {
        let (slots, record) = (InsertSlots(count: 1), Record())
        let (busy, quiet) = (WorkspaceID("busy"), WorkspaceID("quiet"))
        await withTaskGroup(of: Void.self) { group in
            let (gate, opener) = AsyncStream<Void>.makeStream()
            group.addTask { await slots.use(for: busy) { for await _ in gate { return } } }
            while await slots.isFree { await Task.yield() }
            for number in 1...3 {
                group.addTask { await slots.use(for: busy) { record.add("busy \(number)") } }
                while await slots.waitingCount < number { await Task.yield() }
            }
            group.addTask { await slots.use(for: quiet) { record.add("quiet") } }
            while await slots.waitingCount < 4 { await Task.yield() }
            opener.yield()
        }
        #expect(record.all == ["busy 1", "quiet", "busy 2", "busy 3"])
    }

    @Test func `who is sent ahead takes no slot, and nobody waits for such a place`() async {
        let slots = InsertSlots(count: 1, ahead: 1)
        let isDone = await slots.tryAhead {
            let isSecondDone = await slots.tryAhead {}
            #expect(!isSecondDone)
            await slots.use(for: WorkspaceID("a")) {}
        }
        #expect(isDone)
        #expect(await slots.tryAhead {})
    }
}

extension InsertSlots {
    fileprivate var isFree: Bool { self.free > 0 }
    fileprivate var waitingCount: Int { self.queues.values.reduce(0) { $0 + $1.count } }
}
