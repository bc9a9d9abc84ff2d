// Part of Martlet. Apache License 2.0; see LICENSE.

/// How long to wait before something that failed is tried again: twice as long each time, and never all at once.
package struct RetryDelay: Sendable {
    package static let longest = Duration.seconds(10)

    private var next: Duration
    private let longest: Duration
    package private(set) var attempts = 0

    package init(from shortest: Duration = .milliseconds(50), to longest: Duration = Self.longest) {
        self.next = shortest
        self.longest = longest
    }

    /// The delay before the next attempt; half of it is left to chance.
    package mutating func advance() -> Duration {
        defer { self.next = min(self.next * 2, self.longest) }
        self.attempts += 1
        return self.next * Double.random(in: 0.5...1)
    }
}
