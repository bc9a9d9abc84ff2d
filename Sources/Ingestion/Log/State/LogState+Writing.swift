// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Handing out groups, and learning what became of them.
extension LogState {
    private var hasWork: Bool {
        if case .failed = self.condition { return false }
        return self.gathering.count > 1 || self.gathering[0].hasContents || self.gathering[0].isForced
    }

    /// Says whether there is more to write; if not, the log is nobody's until it is scheduled again.
    mutating func goesOn() -> Bool {
        self.isScheduled = self.hasWork
        return self.isScheduled
    }

    /// The next group to write, and the segment it goes on in, unless it begins one.
    mutating func takeGroup() -> (group: LogGroup, segment: LogSegment?)? {
        precondition(self.writing == nil, "a log is written by one thread at a time")
        guard self.hasWork else { return nil }
        if self.gathering.count == 1 { self.openGroup() }
        let group = self.gathering.removeFirst()
        self.writing = group
        return (group, group.newSegment == nil ? self.contents.segments.last : nil)
    }

    /// If nothing waits to be written, the mark behind the last group; written at once, it proves that the group was synced.
    mutating func takeMark() -> (mark: [UInt8], offset: Int, file: any LogFile)? {
        if case .failed = self.condition { return nil }
        guard !self.hasWork, let file = self.contents.segments.last?.file else { return nil }
        let offset = self.gathering[0].offset
        return self.gathering[0].takeMark().map { ($0, offset, file) }
    }

    mutating func putBack(mark: [UInt8]) {
        self.gathering[0].putBack(mark: mark)
    }

    // MARK: What became of a group

    /// What is to be done after a group was written or lost.
    struct Outcome {
        /// To be told, with the error.
        var finished: [Finish] = []
        var error: LogError?
        /// Segments that are needed no more, oldest first.
        var removed: [LogSegment] = []
    }

    /// The group is durable.
    mutating func didWrite(newFile: (any LogFile)?) -> Outcome {
        guard let group = self.writing else { preconditionFailure("only a group that was taken can be written") }
        self.writing = nil
        if let header = group.newSegment, let newFile {
            self.contents.segments.append(LogSegment(header: header, file: newFile, byteCount: 0))
        }
        let last = self.contents.segments.count - 1
        precondition(group.newSegment == nil || newFile != nil && last >= 0, "a group is in a file")
        self.contents.segments[last].byteCount = group.tail.byteCount
        self.contents.segments[last].addCheckpoint(
            sequence: group.firstSequence, offset: group.newSegment == nil ? group.offset : SegmentHeader.byteCount,
            spacing: self.limits.checkpointSpacing.bytes)
        for content in group.contents {
            self.contents.apply(content)
            if case .seal = content { self.isSealing = false }
        }
        self.durable = group.tail
        var outcome = Outcome()
        outcome.finished = self.waiters.filter { $0.sequence <= group.lastSequence }.map(\.finish)
        self.waiters.removeAll { $0.sequence <= group.lastSequence }
        outcome.removed = self.removeSegments()
        return outcome
    }

    /// The group is not durable, and what was gathered behind it cannot be without it.
    mutating func didFail(_ failure: GroupFailure) -> Outcome {
        self.writing = nil
        self.account(self.durable.totalByteCount - self.tail.totalByteCount)
        self.tail = self.durable
        self.gathering = []
        self.openGroup()
        self.keys.removeAll(from: self.durable.nextSequence)
        self.recent.removeAll(from: self.durable.nextSequence)
        self.carriedKeys = nil
        self.isSealing = false
        if let brokenBy = failure.brokenBy { self.condition = .failed(.broken(brokenBy)) }
        defer { self.waiters = [] }
        return Outcome(finished: self.waiters.map(\.finish), error: failure.cause.isDiskFull ? .diskFull : .writeFailed(failure.cause))
    }

    /// Takes out the oldest segments whose rows the engine has, once their keys are safe elsewhere.
    private mutating func removeSegments() -> [LogSegment] {
        if let carried = self.carriedKeys {
            guard carried.home < self.durable.nextSequence else { return [] }
            self.keys.move(homedBefore: carried.boundary, to: carried.home)
            self.carriedKeys = nil
        }
        let count = self.contents.deletableSegmentCount
        guard count > 0 else { return [] }
        let boundary = self.contents.segments[count].header.firstSequence
        let living = self.keys.keys(homedBefore: boundary)
        guard living.isEmpty else {
            for start in stride(from: 0, to: living.count, by: self.limits.keysInRecord) {
                self.gather(.keys(Array(living[start..<min(start + self.limits.keysInRecord, living.count)])))
            }
            self.carriedKeys = (boundary, self.tail.nextSequence - 1)
            return []
        }
        let removed = Array(self.contents.segments[..<count])
        self.contents.segments.removeFirst(count)
        self.account(-removed.reduce(0) { $0 + $1.byteCount })
        return removed
    }
}
