// Part of Martlet. Apache License 2.0; see LICENSE.

import NIOCore
import Testing

@testable import Queries

struct LiveInboxTests {
    private let now = ContinuousClock.now

    private func event(_ number: Int) -> LiveEvent { .answer(LiveAnswer(json: ByteBuffer(string: "{\"data\":[\(number)]}"))) }

    @Test func `the newest answer takes the place of the one that was not taken`() async {
        let inbox = LiveInbox(lastEventID: nil, now: self.now)
        inbox.put(self.event(1), now: self.now)
        inbox.put(self.event(2), now: self.now)
        inbox.end()
        #expect(await inbox.next() == self.event(2))
        #expect(await inbox.next() == nil)
    }

    @Test func `nothing is sent twice, and an answer again after an error`() async {
        let inbox = LiveInbox(lastEventID: nil, now: self.now)
        for event in [self.event(1), .failure("x"), self.event(1)] {
            inbox.put(event, now: self.now)
            #expect(await inbox.next() == event)
            inbox.put(event, now: self.now)
        }
        inbox.end(with: .failure("gone"))
        #expect(await inbox.next() == .failure("gone"))
        #expect(await inbox.next() == nil)
    }

    @Test func `who has an answer already waits for the next one`() async {
        guard case .answer(let known) = self.event(1) else { return }
        let inbox = LiveInbox(lastEventID: known.id, now: self.now)
        inbox.put(self.event(1), now: self.now)
        inbox.put(self.event(2), now: self.now)
        #expect(await inbox.next() == self.event(2))
    }

    @Test func `a heartbeat comes after silence, and never in the place of an answer`() async {
        let inbox = LiveInbox(lastEventID: nil, now: self.now)
        #expect(inbox.beat(now: self.now + .seconds(14)) == .steady)
        #expect(inbox.beat(now: self.now + .seconds(15)) == .steady)
        #expect(await inbox.next() == .heartbeat)
        inbox.put(self.event(1), now: self.now + .seconds(16))
        #expect(inbox.beat(now: self.now + .seconds(40)) == .steady)
        inbox.end()
        #expect(await inbox.next() == self.event(1))
    }

    @Test func `a client that leaves an event untaken for a minute stalls, however many come`() {
        let inbox = LiveInbox(lastEventID: nil, now: self.now)
        for second in 0..<60 { inbox.put(self.event(second), now: self.now + .seconds(second)) }
        #expect(inbox.beat(now: self.now + .seconds(59)) == .steady)
        #expect(inbox.beat(now: self.now + .seconds(60)) == .stalled)
    }

    @Test func `who waits is given what comes, and is let go at the end`() async {
        let inbox = LiveInbox(lastEventID: nil, now: self.now)
        let events = Task {
            var events: [LiveEvent] = []
            while let event = await inbox.next() { events.append(event) }
            return events
        }
        inbox.put(self.event(1), now: self.now)
        inbox.end(with: .failure("gone"))
        #expect(await events.value.last == .failure("gone"))
        let cancelled = Task { await LiveInbox(lastEventID: nil, now: self.now).next() }
        cancelled.cancel()
        #expect(await cancelled.value == nil)
    }
}
