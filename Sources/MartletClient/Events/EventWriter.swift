// Part of Martlet. Apache License 2.0; see LICENSE.

public import ServiceLifecycle
internal import Synchronization

/// Sends events to a data source in the background: gathered into batches, compressed, and repeated until the server has them.
///
/// ``write(_:)`` never waits and never fails; what becomes of events is told to the handler. Something has to run the writer: a
/// `ServiceGroup`, a task that calls ``run()``, or ``withRunning(_:)`` for a program that ends by itself.
///
/// Batches are sent one after the other, so that events arrive in the order in which they were written.
public final class EventWriter: Service, Sendable {
    /// How much is gathered, and for how long.
    public struct Options: Sendable, Hashable {
        /// Events of a batch at most.
        public var batchEvents = 5_000
        /// Bytes of a batch at most, before it is compressed. Servers take 10 MB.
        public var batchBytes = 1 << 20
        /// How long an event waits for others at most.
        public var batchAge: Duration = .seconds(1)
        /// Bytes that wait or are being sent at most; further events are refused.
        public var queueBytes = 32 << 20
        /// How batches are compressed.
        public var compression = EventCompression.gzip
        /// Whether a batch counts as delivered only when it can be queried, rather than when it is safe.
        public var waitsForCommit = false
        /// How long a writer that is shut down tries to deliver what it holds.
        public var shutdownPatience: Duration = .seconds(10)

        /// The standard options; set what should be different.
        public init() {}
    }

    private let client: MartletClient
    private let dataSource: String
    private let options: Options
    private let onReport: @Sendable (EventReport) -> Void
    private let encoder = EventEncoder()
    private let queue: Mutex<EventQueue>
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let closing: AsyncStream<Never>
    private let close: AsyncStream<Never>.Continuation

    /// A writer to one data source.
    ///
    /// - Parameters:
    ///   - client: Where to, with a token that may append, and how often a batch is repeated: ``MartletClient/retries``.
    ///   - dataSource: The data source's name.
    ///   - options: How much is gathered, and for how long.
    ///   - onReport: Told what becomes of events, by whoever writes or by the task that sends; it must not take long.
    public init(
        _ client: MartletClient, dataSource: String, options: Options = Options(),
        onReport: @escaping @Sendable (EventReport) -> Void = { _ in }
    ) {
        self.client = client
        self.dataSource = dataSource
        self.options = options
        self.onReport = onReport
        self.queue = Mutex(EventQueue(options: options))
        (self.wakes, self.wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (self.closing, self.close) = AsyncStream.makeStream()
    }

    /// Accepts an event, a value that is encoded as a JSON object, and returns at once.
    ///
    /// - Returns: Whether it was accepted; if not, the handler is told why.
    @discardableResult
    public func write(_ event: some Encodable) -> Bool {
        do {
            let line = try self.encoder.line(of: event)
            switch self.queue.withLock({ $0.append(line, now: .now) }) {
            case .kept(let wakesSender):
                if wakesSender { self.wake.yield() }
                return true
            case .refused(let reason): self.onReport(.refused(reason))
            }
        } catch let error as EncodingError {
            self.onReport(.refused(.notEncodable(error)))
        } catch {
            // An event's own `encode(to:)` may throw what it likes.
            let context = EncodingError.Context(codingPath: [], debugDescription: "\(error)", underlyingError: error)
            self.onReport(.refused(.notEncodable(.invalidValue(event, context))))
        }
        return false
    }

    /// Returns when all events that were accepted before are delivered or given up, or the calling task is cancelled.
    public func flush() async {
        let flushed = self.queue.withLock { $0.flush() }
        self.wake.yield()
        for await _ in flushed {}
    }

    /// Accepts no more events and lets ``run()`` end, when what is held is delivered or the patience is over.
    public func shutDown() {
        self.queue.withLock { $0.close() }
        self.close.finish()
        self.wake.yield()
    }

    /// Sends what is written until the writer is shut down, also by its `ServiceGroup`, or the task is cancelled. It is called once.
    public func run() async {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.deliver() }
                group.addTask {
                    for await _ in self.closing {}
                    try? await Task.sleep(for: self.options.shutdownPatience)
                }
                // The first to end is the one that counts: all is delivered, or the time is over.
                await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.shutDown()
        }
        for batch in self.queue.withLock({ $0.takeRest() }) { self.giveUp(batch, because: CancellationError()) }
    }

    /// Runs the writer while `body` does, and delivers what is left, also when it throws.
    @discardableResult
    public func withRunning<Value: Sendable, Failure: Error>(
        _ body: (EventWriter) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result = await withTaskGroup(of: Void.self, returning: Result<Value, Failure>.self) { group in
            group.addTask { await self.run() }
            let result: Result<Value, Failure>
            do throws(Failure) {
                result = .success(try await body(self))
            } catch {
                result = .failure(error)
            }
            self.shutDown()
            await group.waitForAll()
            return result
        }
        return try result.get()
    }

    // MARK: Sending

    private func deliver() async {
        await withDiscardingTaskGroup { group in
            for await _ in self.wakes {
                var isBusy = true
                while isBusy, !Task.isCancelled {
                    switch self.queue.withLock({ $0.next(now: .now) }) {
                    case .send(let batch): await self.deliver(batch)
                    case .setAlarm(let moment):
                        group.addTask {
                            try? await Task.sleep(until: moment, clock: .continuous)
                            self.queue.withLock { $0.alarmRang() }
                            self.wake.yield()
                        }
                        isBusy = false
                    case .wait: isBusy = false
                    case .end: return group.cancelAll()
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func deliver(_ batch: EventBatch) async {
        do {
            let (body, encoding) = try self.options.compression.compress(batch.lines)
            var call = Call.append(body, to: self.dataSource, waits: self.options.waitsForCommit, idempotencyKey: batch.key)
            if let encoding { call.headers.append(("Content-Encoding", encoding)) }
            let receipt = try await self.client.retries.run(onPause: { self.onReport(.delayed($0, pause: $1)) }) { [call] in
                try await self.client.send(call, as: AppendReceipt.self)
            }
            self.onReport(.stored(receipt))
            self.queue.withLock { $0.finish(batch) }
        } catch {
            self.giveUp(batch, because: error)
        }
    }

    private func giveUp(_ batch: EventBatch, because error: any Error) {
        self.onReport(
            .lost(LostEvents(lines: batch.lines, eventCount: batch.eventCount, idempotencyKey: batch.key, error: error)))
        self.queue.withLock { $0.finish(batch) }
    }
}
