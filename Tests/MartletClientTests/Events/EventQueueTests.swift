// Part of Martlet. Apache License 2.0; see LICENSE.

import Testing

@testable import MartletClient

/// How events are gathered into batches, and bounded.
struct EventQueueTests {
    private let start = ContinuousClock.now

    private static func queue(_ change: (inout EventWriter.Options) -> Void = { _ in }) -> EventQueue {
        var options = EventWriter.Options()
        change(&options)
        return EventQueue(options: options)
    }

    private func keep(_ lines: String..., in queue: inout EventQueue) {
        for line in lines {
            guard case .kept = queue.append(line.utf8, now: self.start) else { return #expect(Bool(false), "\(line) was refused") }
        }
    }

    private func sent(_ step: EventQueue.Step) -> String? {
        if case .send(let batch) = step { String(decoding: batch.lines, as: UTF8.self) } else { nil }
    }

    @Test func `an event waits for others, and one alarm is set`() {
        var queue = Self.queue()
        #expect(queue.next(now: self.start) == .wait)
        self.keep("{1}", "{2}", in: &queue)
        #expect(queue.next(now: self.start) == .setAlarm(self.start + .seconds(1)))
        #expect(queue.next(now: self.start + .milliseconds(999)) == .wait)
        queue.alarmRang()
        #expect(self.sent(queue.next(now: self.start + .seconds(1))) == "{1}\n{2}\n")
        #expect(queue.next(now: self.start + .seconds(1)) == .wait)
    }

    @Test func `a full batch is sent at once, by count`() {
        var queue = Self.queue { $0.batchEvents = 2 }
        self.keep("{1}", "{2}", "{3}", in: &queue)
        #expect(self.sent(queue.next(now: self.start)) == "{1}\n{2}\n")
        #expect(queue.next(now: self.start) == .setAlarm(self.start + .seconds(1)))
    }

    @Test func `a full batch is sent at once, by bytes`() {
        var queue = Self.queue { $0.batchBytes = 8 }
        self.keep("{1}", "{2}", "{3}", in: &queue)
        #expect(self.sent(queue.next(now: self.start)) == "{1}\n{2}\n")
    }

    @Test func `what does not fit is refused, and fits again when there is room`() {
        var queue = Self.queue { ($0.batchBytes, $0.queueBytes) = (8, 8) }
        guard case .refused(.tooLarge(byteCount: 9)) = queue.append("{123456}".utf8, now: self.start) else {
            return #expect(Bool(false), "an event larger than a batch was kept")
        }
        self.keep("{1}", "{2}", in: &queue)
        // What is being sent counts until it is delivered.
        guard case .send(let batch) = queue.next(now: self.start + .seconds(1)),
            case .refused(.queueIsFull) = queue.append("{3}".utf8, now: self.start)
        else { return #expect(Bool(false), "more was kept than there is room for") }
        queue.finish(batch)
        self.keep("{3}", in: &queue)
    }

    @Test func `a closed queue gives what it has and ends`() {
        var queue = Self.queue()
        self.keep("{1}", in: &queue)
        queue.close()
        guard case .refused(.isShutDown) = queue.append("{2}".utf8, now: self.start) else {
            return #expect(Bool(false), "an event was kept after the end")
        }
        #expect(self.sent(queue.next(now: self.start)) == "{1}\n")
        #expect(queue.next(now: self.start) == .end)
    }

    @Test func `each batch has a key of its own`() {
        var queue = Self.queue { $0.batchEvents = 1 }
        self.keep("{1}", "{1}", in: &queue)
        guard case .send(let first) = queue.next(now: self.start), case .send(let second) = queue.next(now: self.start) else {
            return #expect(Bool(false), "there are not two batches")
        }
        #expect(first.key != second.key)
        #expect(first.key.utf8.count == 36)
    }

    @Test func `a flush seals what is open, and ends with its delivery`() async {
        var queue = Self.queue()
        for await _ in queue.flush() {}
        self.keep("{1}", in: &queue)
        let flushed = queue.flush()
        guard case .send(let batch) = queue.next(now: self.start) else { return #expect(Bool(false), "a flush waits") }
        queue.finish(batch)
        for await _ in flushed {}
    }
}
