// Part of Martlet. Apache License 2.0; see LICENSE.

/// A bucket of requests that fills evenly. It is one number: when it will be full.
struct RateBucket: Sendable {
    /// Nanoseconds of the caller's clock.
    private(set) var fullAt: Int64 = 0

    /// Takes one request out, if there is one, and says what is left.
    mutating func take(_ limit: RateLimit, now: Int64) -> RateStatus {
        let capacity = limit.interval * Int64(limit.requests)
        let missing = max(0, self.fullAt - now)
        guard missing + limit.interval <= capacity else {
            return RateStatus(limit: limit, remaining: 0, untilFull: missing, untilNext: missing + limit.interval - capacity)
        }
        self.fullAt = now + missing + limit.interval
        return RateStatus(
            limit: limit, remaining: Int((capacity - missing) / limit.interval) - 1, untilFull: missing + limit.interval, untilNext: nil)
    }
}

/// What a caller is told of a limit (http-api contract, 4).
struct RateStatus: Sendable, Hashable {
    let limit: RateLimit
    /// Requests that would be taken now.
    let remaining: Int
    /// Nanoseconds until it is as if nobody had asked.
    let untilFull: Int64
    /// Nanoseconds until the next request is taken; nil if this one was.
    let untilNext: Int64?

    /// In whole seconds, as headers say it; never too early.
    static func seconds(_ nanoseconds: Int64) -> Int { Int((nanoseconds + 999_999_999) / 1_000_000_000) }
}
