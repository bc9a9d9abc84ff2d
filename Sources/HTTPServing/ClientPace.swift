// Part of Martlet. Apache License 2.0; see LICENSE.

package import NIOCore

/// How long a client may take for what it sends, as a state machine without a clock.
///
/// ```
/// idle ──head──> receiving ──end──> answering ──answer──> idle
/// ```
/// Time counts only while it is the client's turn. A request that waits behind another on the same connection is not read yet, and its
/// client is not to blame.
package struct ClientPace: Sendable {
    /// The bounds of a client's patience with us, and of ours with it.
    package struct Limits: Sendable {
        /// Until the next request's head is there. Longer than clients keep idle connections, so that they are the ones to close.
        package var idle = TimeAmount.seconds(75)
        /// Until a body is there, however small.
        package var body = TimeAmount.seconds(20)
        /// Bytes of a body that buy another second: slow phones send faster, and 10 MiB take eleven minutes at the most.
        package var bytesPerSecond = 16 << 10

        package init() {}
    }

    private let limits: Limits
    private var idleSince: NIODeadline
    /// The request whose body is on its way.
    private var receiving: (since: NIODeadline, byteCount: Int)?
    private var unansweredRequests = 0
    private var hasBegunAnswer = false

    package init(limits: Limits, now: NIODeadline) {
        self.limits = limits
        self.idleSince = now
    }

    /// When the client is too late; nil while it is not its turn.
    package var deadline: NIODeadline? {
        if let receiving {
            guard self.unansweredRequests <= 1 else { return nil }
            return receiving.since + self.limits.body + .seconds(Int64(receiving.byteCount / self.limits.bytesPerSecond))
        }
        return self.unansweredRequests == 0 ? self.idleSince + self.limits.idle : nil
    }

    /// Whether a client that is too late can still be told so: it waits for an answer that has not begun.
    package var canBeTold: Bool { self.unansweredRequests == 1 && !self.hasBegunAnswer }

    package mutating func receiveHead(now: NIODeadline) {
        self.unansweredRequests += 1
        self.receiving = (now, 0)
    }

    package mutating func receiveBody(byteCount: Int) { self.receiving?.byteCount += byteCount }

    package mutating func receiveEnd(now: NIODeadline) {
        self.receiving = nil
        self.idleSince = now
    }

    package mutating func beginAnswer() { self.hasBegunAnswer = true }

    package mutating func endAnswer(now: NIODeadline) {
        self.hasBegunAnswer = false
        self.unansweredRequests = max(0, self.unansweredRequests - 1)
        self.idleSince = now
        // What waited behind the answer is read from now on.
        if self.unansweredRequests == 1, self.receiving != nil { self.receiving?.since = now }
    }
}
