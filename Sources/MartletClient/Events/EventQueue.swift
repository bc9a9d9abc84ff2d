// Part of Martlet. Apache License 2.0; see LICENSE.

internal import FoundationEssentials

/// Events that are sent together, under one key however often.
struct EventBatch: Sendable, Hashable {
    let key = UUID().uuidString
    var lines: [UInt8] = []
    var eventCount = 0
    /// The number of its last event among all.
    var end: UInt64 = 0
    let begun: ContinuousClock.Instant

    init(begun: ContinuousClock.Instant) { self.begun = begun }
}

/// The events that an ``EventWriter`` holds: gathered into batches, bounded, and handed out in their order.
struct EventQueue: Sendable {
    /// What the sender does next.
    enum Step: Sendable, Hashable {
        case send(EventBatch)
        /// Come back then; it is said once, until ``EventQueue/alarmRang()``.
        case setAlarm(ContinuousClock.Instant)
        case wait
        /// Nothing is left, and nothing will come.
        case end
    }

    /// What became of an event.
    enum Admission: Sendable {
        case kept(wakesSender: Bool)
        case refused(EventRefusal)
    }

    private let options: EventWriter.Options
    private var sealed: [EventBatch] = []
    private var open: EventBatch?
    /// Of all that is not delivered yet, what is being sent included.
    private var byteCount = 0
    private var lastEvent: UInt64 = 0
    private var lastDelivered: UInt64 = 0
    private var hasAlarm = false
    private var isClosed = false
    /// Who waits until the events up to a number are delivered or given up.
    private var waiters: [(end: UInt64, continuation: AsyncStream<Never>.Continuation)] = []

    init(options: EventWriter.Options) { self.options = options }

    mutating func append(_ line: some Collection<UInt8>, now: ContinuousClock.Instant) -> Admission {
        let size = line.count + 1
        if self.isClosed { return .refused(.isShutDown) }
        if size > self.options.batchBytes { return .refused(.tooLarge(byteCount: size)) }
        if self.byteCount + size > self.options.queueBytes { return .refused(.queueIsFull) }
        if let open, open.lines.count + size > self.options.batchBytes { self.seal() }
        var batch = self.open ?? EventBatch(begun: now)
        // Set aside, so that the bytes are not copied.
        self.open = nil
        self.lastEvent += 1
        self.byteCount += size
        batch.lines.append(contentsOf: line)
        batch.lines.append(UInt8(ascii: "\n"))
        batch.eventCount += 1
        batch.end = self.lastEvent
        let isFirst = batch.eventCount == 1
        self.open = batch
        let isFull = batch.eventCount >= self.options.batchEvents
        if isFull { self.seal() }
        return .kept(wakesSender: isFirst || isFull || !self.sealed.isEmpty)
    }

    mutating func next(now: ContinuousClock.Instant) -> Step {
        if let open, self.isClosed || !self.waiters.isEmpty || open.begun + self.options.batchAge <= now { self.seal() }
        if !self.sealed.isEmpty { return .send(self.sealed.removeFirst()) }
        guard let open else { return self.isClosed ? .end : .wait }
        if self.hasAlarm { return .wait }
        self.hasAlarm = true
        return .setAlarm(open.begun + self.options.batchAge)
    }

    mutating func alarmRang() { self.hasAlarm = false }

    /// Makes room for what a batch took, delivered or given up.
    mutating func finish(_ batch: EventBatch) {
        self.byteCount -= batch.lines.count
        self.lastDelivered = max(self.lastDelivered, batch.end)
        for waiter in self.waiters where waiter.end <= self.lastDelivered { waiter.continuation.finish() }
        self.waiters.removeAll { $0.end <= self.lastDelivered }
    }

    /// Ends when all events that were accepted so far are delivered or given up.
    mutating func flush() -> AsyncStream<Never> {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        if self.lastDelivered == self.lastEvent {
            continuation.finish()
        } else {
            self.waiters.append((self.lastEvent, continuation))
        }
        return stream
    }

    /// Takes no more events.
    mutating func close() { self.isClosed = true }

    /// All that is left, which the caller gives up.
    mutating func takeRest() -> [EventBatch] {
        self.close()
        self.seal()
        defer { self.sealed = [] }
        return self.sealed
    }

    private mutating func seal() {
        guard let open else { return }
        self.sealed.append(open)
        self.open = nil
    }
}
