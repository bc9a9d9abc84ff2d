// Part of Martlet. Apache License 2.0; see LICENSE.

/// When a request is sent again that failed for a reason that may pass.
///
/// The pause before the next attempt is drawn between nothing and a ceiling, which doubles from attempt to attempt: many clients of a
/// server that was away do not come back all at once. Where the server says how long to wait (`Retry-After`), it is obeyed.
public struct RetryPolicy: Sendable, Hashable {
    /// How often a request is sent at most, the first time included.
    public var attempts = 8
    /// The ceiling of the first pause.
    public var firstCeiling: Duration = .milliseconds(250)
    /// The highest ceiling.
    public var highestCeiling: Duration = .seconds(30)
    /// The longest that a server may ask to wait; after it the request is sent again whatever it says.
    public var longestWait: Duration = .seconds(120)
    /// Whether a request is sent again of which nobody knows whether it was carried out: one without a whole answer, or with 500, 502, 504.
    ///
    /// A Martlet server stores events once however often they are sent, as they are sent under an `Idempotency-Key`. Tinybird's service
    /// ignores it: there this is the choice between events that may come twice and events that may be missing.
    public var repeatsUncertain = true

    /// Eight attempts, within about a minute.
    public static let standard = RetryPolicy()
    /// One attempt.
    public static let none: RetryPolicy = {
        var policy = RetryPolicy()
        policy.attempts = 1
        return policy
    }()

    /// The standard policy; set what should be different.
    public init() {}

    /// Whether a failure may pass, and the request may be sent again.
    func allows(_ error: MartletClientError) -> Bool {
        switch error.status {
        // Nothing was stored.
        case 429, 503: true
        case nil, 500, 502, 504: self.repeatsUncertain
        default: false
        }
    }

    /// How long to wait before a request is sent again that has failed `attempt` times.
    func pause(
        after error: MartletClientError, attempt: Int, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        if let wait = error.retryAfter {
            return min(wait, self.longestWait) + self.firstCeiling * Double.random(in: 0...1, using: &generator)
        }
        // Beyond twenty doublings every ceiling is the highest.
        let ceiling = min(self.highestCeiling, self.firstCeiling * (1 << min(max(0, attempt - 1), 20)))
        return ceiling * Double.random(in: 0...1, using: &generator)
    }

    /// Does `work` until it succeeds, or fails for good, or has failed as often as it may.
    package func run<Value>(
        onPause: (MartletClientError, Duration) -> Void = { _, _ in }, _ work: () async throws -> Value
    ) async throws -> Value {
        var generator = SystemRandomNumberGenerator()
        var attempt = 1
        while true {
            do {
                return try await work()
            } catch {
                guard let error = error as? MartletClientError, attempt < self.attempts, self.allows(error) else { throw error }
                let pause = self.pause(after: error, attempt: attempt, using: &generator)
                onPause(error, pause)
                try await Task.sleep(for: pause)
                attempt += 1
            }
        }
    }
}
