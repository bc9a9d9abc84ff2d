// Part of Martlet. Apache License 2.0; see LICENSE.

/// How long to wait before something that failed is tried again: twice as long each time, and never all at once.
package struct RetryDelay: Sendable {
    static let longest = Duration.seconds(10)
    private static let shortest = Duration.milliseconds(50)

    private var next = Self.shortest
    package private(set) var attempts = 0

    package init() {}

    /// The delay before the next attempt; half of it is left to chance.
    package mutating func advance() -> Duration {
        defer { self.next = min(self.next * 2, Self.longest) }
        self.attempts += 1
        return self.next * Double.random(in: 0.5...1)
    }
}
