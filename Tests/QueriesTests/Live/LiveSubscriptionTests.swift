// Part of Martlet. Apache License 2.0; see LICENSE.

import Synchronization
import Testing

@testable import Queries

struct LiveSubscriptionTests {
    private final class Places: Sendable {
        private let count = Mutex(1)
        func giveUp() { self.count.withLock { $0 = 0 } }
        var taken: Int { self.count.withLock { $0 } }
    }

    @Test func `a client that goes gives up its place at once`() async {
        let places = Places()
        let inbox = LiveInbox(lastEventID: nil, now: .now)
        let subscription = LiveSubscription(inbox: inbox) { places.giveUp() }
        #expect(places.taken == 1)
        subscription.end()
        #expect(places.taken == 0)
        #expect(await subscription.next() == nil)
    }

    @Test func `a place that nobody holds is given up, so that streams which never began leave nothing behind`() {
        let places = Places()
        do {
            let subscription = LiveSubscription(inbox: LiveInbox(lastEventID: nil, now: .now)) { places.giveUp() }
            withExtendedLifetime(subscription) { #expect(places.taken == 1) }
        }
        #expect(places.taken == 0)
    }
}
