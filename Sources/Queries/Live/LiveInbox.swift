// Part of Martlet. Apache License 2.0; see LICENSE.

internal import Synchronization

/// What one subscriber has yet to be sent: one event at the most, for a newer answer takes the place of an older one.
final class LiveInbox: Sendable {
    private let state: Mutex<State>

    fileprivate struct State {
        /// What the client has been sent last, or will be when it takes what is pending.
        var identity: String?
        var pending: LiveEvent?
        /// Since when something is pending.
        var pendingSince: ContinuousClock.Instant
        var lastPut: ContinuousClock.Instant
        var isOver = false
        var waiter: CheckedContinuation<LiveEvent?, Never>?
    }

    /// `lastEventID` names the answer that the client has already.
    init(lastEventID: String?, now: ContinuousClock.Instant) {
        self.state = Mutex(
            State(identity: lastEventID.map { LiveEvent.identity(ofAnswer: $0) }, pending: nil, pendingSince: now, lastPut: now))
    }

    /// Leaves an event for the client, unless it is the one that it has.
    func put(_ event: LiveEvent, now: ContinuousClock.Instant) {
        let waiter = self.state.withLock { state -> CheckedContinuation<LiveEvent?, Never>? in
            guard !state.isOver, event.identity == nil || event.identity != state.identity else { return nil }
            if let identity = event.identity { state.identity = identity }
            return state.leave(event, now: now)
        }
        waiter?.resume(returning: event)
    }

    /// What a look at the clock may show.
    enum Pulse: Sendable, Hashable {
        case steady
        /// The client does not take what is there for it.
        case stalled
    }

    /// Leaves a heartbeat if there has been nothing for long.
    func beat(now: ContinuousClock.Instant) -> Pulse {
        let (waiter, pulse) = self.state.withLock { state -> (CheckedContinuation<LiveEvent?, Never>?, Pulse) in
            guard !state.isOver else { return (nil, .steady) }
            guard state.pending == nil else { return (nil, now - state.pendingSince >= QueryLimits.liveStall ? .stalled : .steady) }
            guard now - state.lastPut >= QueryLimits.liveHeartbeat else { return (nil, .steady) }
            return (state.leave(.heartbeat, now: now), .steady)
        }
        waiter?.resume(returning: .heartbeat)
        return pulse
    }

    /// Ends the stream, after a last event if there is one.
    func end(with last: LiveEvent? = nil) {
        let waiter = self.state.withLock { state -> CheckedContinuation<LiveEvent?, Never>? in
            guard !state.isOver else { return nil }
            state.isOver = true
            guard let waiter = state.waiter else {
                if let last { state.pending = last }
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume(returning: last)
    }

    /// The next event, as soon as there is one; nil at the end of the stream.
    func next() async -> LiveEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = self.state.withLock { state -> LiveEvent?? in
                    if let pending = state.pending {
                        state.pending = nil
                        return .some(pending)
                    }
                    guard !state.isOver else { return .some(nil) }
                    state.waiter = continuation
                    return nil
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            self.end()
        }
    }
}

extension LiveInbox.State {
    /// Hands the event to who waits for one, who is returned, or keeps it.
    fileprivate mutating func leave(_ event: LiveEvent, now: ContinuousClock.Instant) -> CheckedContinuation<LiveEvent?, Never>? {
        self.lastPut = now
        if let waiter = self.waiter {
            self.waiter = nil
            return waiter
        }
        if self.pending == nil { self.pendingSince = now }
        self.pending = event
        return nil
    }
}
