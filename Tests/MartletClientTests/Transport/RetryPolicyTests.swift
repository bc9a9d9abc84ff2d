// Part of Martlet. Apache License 2.0; see LICENSE.

import MartletClient
import Synchronization
import Testing

@testable import MartletClient

/// When requests are sent again, and after which pauses.
struct RetryPolicyTests {
    /// The ends of what chance may give: 1 is the least that the standard library does not draw again.
    private struct Edge: RandomNumberGenerator {
        let value: UInt64
        mutating func next() -> UInt64 { self.value }
    }

    private static func error(_ status: Int?, retryAfter: Duration? = nil) -> MartletClientError {
        MartletClientError(status: status, message: "", retryAfter: retryAfter)
    }

    @Test(arguments: [(1, 250), (2, 500), (3, 1_000), (7, 16_000), (8, 30_000), (1_000_000, 30_000)])
    func `a pause is anywhere below a ceiling that doubles`(attempt: Int, ceiling: Int) {
        var (low, high) = (Edge(value: 1), Edge(value: .max))
        let policy = RetryPolicy.standard
        #expect(policy.pause(after: Self.error(503), attempt: attempt, using: &low) == .zero)
        let highest = policy.pause(after: Self.error(503), attempt: attempt, using: &high)
        #expect(highest > .milliseconds(ceiling) * 0.999 && highest <= .milliseconds(ceiling))
    }

    @Test(arguments: [(2, 2_000), (3_600, 120_000)])
    func `what the server asks for is waited, up to a bound, and some jitter`(seconds: Int, expected: Int) {
        var (low, high) = (Edge(value: 1), Edge(value: .max))
        let error = Self.error(429, retryAfter: .seconds(seconds))
        #expect(RetryPolicy.standard.pause(after: error, attempt: 1, using: &low) == .milliseconds(expected))
        let longest = RetryPolicy.standard.pause(after: error, attempt: 1, using: &high)
        #expect(longest > .milliseconds(expected + 249) && longest <= .milliseconds(expected + 250))
    }

    @Test(
        arguments: [
            (nil, true), (429, true), (500, true), (502, true), (503, true), (504, true), (200, false), (400, false), (403, false),
            (404, false), (408, false), (409, false), (413, false), (422, false),
        ] as [(Int?, Bool)])
    func `only what may pass is tried again`(status: Int?, expected: Bool) {
        #expect(RetryPolicy.standard.allows(Self.error(status)) == expected)
    }

    @Test(arguments: [(nil, false), (500, false), (502, false), (504, false), (429, true), (503, true)] as [(Int?, Bool)])
    func `what may have been carried out is not repeated by who does not want it`(status: Int?, expected: Bool) {
        var policy = RetryPolicy()
        policy.repeatsUncertain = false
        #expect(policy.allows(Self.error(status)) == expected)
    }

    @Test func `it ends with the last failure`() async throws {
        var policy = RetryPolicy()
        (policy.attempts, policy.firstCeiling) = (3, .milliseconds(1))
        let count = Mutex(0)
        let error = await #expect(throws: MartletClientError.self) {
            try await policy.run {
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                throw Self.error(500 + number - 1)
            }
        }
        // 501 means that there will never be another answer.
        #expect(error?.status == 501)
        #expect(count.withLock { $0 } == 2)
    }
}
