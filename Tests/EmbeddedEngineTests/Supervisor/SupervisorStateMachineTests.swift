// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import EmbeddedEngine

@Suite struct SupervisorStateMachineTests {
    private let now = ContinuousClock.now

    @Test func `a child that keeps ending is started after ever longer pauses`() {
        var machine = SupervisorStateMachine()
        #expect(machine.start() == .spawn)
        var pauses: [Duration] = []
        for _ in 0..<9 {
            guard case .pause(let duration) = machine.childEnded(now: self.now) else { break }
            pauses.append(duration)
            #expect(machine.pauseEnded() == .spawn)
        }
        #expect(pauses == [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000].map { .milliseconds($0) })
        #expect(machine.state == .starting(attempt: 9))
    }

    @Test func `a child that was ready for long begins a new count`() {
        var machine = SupervisorStateMachine()
        _ = machine.start()
        _ = machine.childEnded(now: self.now)
        _ = machine.pauseEnded()
        _ = machine.childBecameReady(now: self.now)
        #expect(machine.childEnded(now: self.now + .seconds(31)) == .pause(.milliseconds(100)))
        _ = machine.pauseEnded()
        _ = machine.childBecameReady(now: self.now)
        #expect(machine.childEnded(now: self.now + .seconds(1)) == .pause(.milliseconds(200)))
    }

    @Test func `a stop waits for the child, and kills it when it does not end`() {
        var machine = SupervisorStateMachine()
        _ = machine.start()
        _ = machine.childBecameReady(now: self.now)
        #expect(machine.shutDown() == .terminate)
        #expect(machine.shutDown() == .none)
        #expect(machine.patienceEnded() == .kill)
        #expect(machine.childEnded(now: self.now) == .finish)
        #expect(machine.state == .stopped)
    }

    @Test func `a stop during a pause is immediate`() {
        var machine = SupervisorStateMachine()
        _ = machine.start()
        _ = machine.childEnded(now: self.now)
        #expect(machine.shutDown() == .finish)
        #expect(machine.pauseEnded() == .none)
    }

    @Test func `a child that does not become ready is killed`() {
        var machine = SupervisorStateMachine()
        _ = machine.start()
        #expect(machine.patienceEnded() == .kill)
        _ = machine.childBecameReady(now: self.now)
        #expect(machine.patienceEnded() == .none)
    }
}
