// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import Gateway

struct RateBucketTests {
    private static let second: Int64 = 1_000_000_000

    /// What becomes of requests at these moments, in hundredths of a second.
    private func take(_ moments: [Int64], _ limit: RateLimit = .perSecond(4)) -> [RateStatus] {
        var bucket = RateBucket()
        return moments.map { bucket.take(limit, now: 5 * Self.second + $0 * Self.second / 100) }
    }

    @Test func `as many as the limit are taken at once, then evenly`() {
        let taken = self.take([0, 0, 0, 0, 0, 24, 25, 25, 50]).map { $0.untilNext == nil }
        #expect(taken == [true, true, true, true, false, false, true, false, true])
    }

    @Test func `what is left is told, and when all is left again`() {
        let statuses = self.take([0, 0, 50, 300])
        #expect(statuses.map(\.remaining) == [3, 2, 3, 3])
        #expect(statuses.map(\.untilFull) == [25, 50, 25, 25].map { $0 * Self.second / 100 })
    }

    @Test func `a refused request costs nothing and learns when to come back`() {
        let refused = self.take([0, 0, 0, 0, 5, 10]).suffix(2)
        #expect(refused.map(\.remaining) == [0, 0])
        #expect(refused.map(\.untilNext) == [20 * Self.second / 100, 15 * Self.second / 100])
        #expect(refused.map { RateStatus.seconds($0.untilNext ?? 0) } == [1, 1])
    }

    @Test func `a minute's limit fills in a minute`() {
        let statuses = self.take([0, 0, 0], .perMinute(2))
        #expect(statuses.map(\.remaining) == [1, 0, 0])
        #expect(statuses.map { $0.untilNext.map(RateStatus.seconds) } == [nil, nil, 30])
        #expect(statuses.map { RateStatus.seconds($0.untilFull) } == [30, 60, 60])
    }

    @Test(arguments: [3, 7, 999, RateLimit.most])
    func `a limit that does not divide the window lets exactly as many pass`(requests: Int) {
        var bucket = RateBucket()
        let limit = RateLimit.perSecond(requests)
        let first = bucket.take(limit, now: 0)
        #expect(first.remaining == requests - 1)
        for _ in 1..<requests { _ = bucket.take(limit, now: 0) }
        #expect(bucket.take(limit, now: 0).untilNext == limit.interval)
    }
}
