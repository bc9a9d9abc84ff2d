// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Gateway

struct ConfirmedLoginsTests {
    private let tokens = ConfirmedLogins.Tokens(workspace: "w", user: "u")

    @Test func `a code opens once, and only what was confirmed under it`() {
        let logins = ConfirmedLogins()
        #expect(logins.add(self.tokens, code: "ABCD1234"))
        #expect(logins.take(code: "ABCD1235") == nil)
        #expect(logins.take(code: "ABCD123") == nil)
        #expect(logins.take(code: "ABCD1234") == self.tokens)
        #expect(logins.take(code: "ABCD1234") == nil)
    }

    @Test func `a code ends by itself`() {
        let logins = ConfirmedLogins(time: .seconds(300))
        let now = ContinuousClock.now
        #expect(logins.add(self.tokens, code: "ABCD1234", now: now))
        #expect(logins.take(code: "ABCD1234", now: now + .seconds(300)) == nil)
    }

    @Test func `no code is given twice, and not too many wait`() {
        let logins = ConfirmedLogins(time: .seconds(300), limit: 2)
        let now = ContinuousClock.now
        #expect(logins.add(self.tokens, code: "A", now: now))
        #expect(!logins.add(self.tokens, code: "A", now: now))
        #expect(logins.add(self.tokens, code: "B", now: now))
        #expect(!logins.add(self.tokens, code: "C", now: now))
        #expect(logins.add(self.tokens, code: "C", now: now + .seconds(301)))
    }
}
