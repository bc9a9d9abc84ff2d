// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletCore
import Synchronization
import Testing

@testable import Ingestion

struct IngestGateTests {
    /// What happened, in order.
    private final class Record: Sendable {
        private let events = Mutex<[String]>([])
        func add(_ event: String) { self.events.withLock { $0.append(event) } }
        var all: [String] { self.events.withLock { $0 } }
    }

    /// A door that opens when it is told to.
    private struct Latch: Sendable {
        private let stream: AsyncStream<Void>
        private let input: AsyncStream<Void>.Continuation
        init() { (self.stream, self.input) = AsyncStream.makeStream() }
        func open() { self.input.yield() }
        func wait() async { for await _ in self.stream { return } }
    }

    @Test func `a deployment waits for batches inside and holds back those that come`() async throws {
        let (gate, record, entered, mayLeave) = (IngestGate(), Record(), Latch(), Latch())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await gate.enter()
                entered.open()
                await mayLeave.wait()
                record.add("first batch")
                await gate.leave()
            }
            await entered.wait()
            let closed = Latch()
            group.addTask {
                try await gate.close {
                    closed.open()
                    record.add("deployment")
                }
            }
            group.addTask {
                await closed.wait()
                await gate.enter()
                record.add("second batch")
                await gate.leave()
            }
            mayLeave.open()
            try await group.waitForAll()
        }
        #expect(record.all == ["first batch", "deployment", "second batch"])
    }

    @Test func `a failed deployment opens the gate again`() async throws {
        let gate = IngestGate()
        await #expect(throws: RequestError.self) { try await gate.close { throw RequestError(.internal, "x") } }
        await gate.enter()
        await gate.leave()
        #expect(try await gate.close { 2 } == 2)
    }

    @Test func `a deployment gives up on a batch that does not get in, and the gate stays usable`() async throws {
        let gate = IngestGate()
        await gate.enter()
        await #expect(throws: RequestError.self) { try await gate.close(patience: .milliseconds(10)) { 1 } }
        await gate.leave()
        #expect(try await gate.close { 2 } == 2)
    }
}
