// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Walking over the records of a segment.
extension LogOpener {
    /// Walks over the records of the last segment that was opened.
    mutating func scan(isLast: Bool) throws(LogError) {
        let index = self.log.contents.segments.count - 1
        let segment = self.log.contents.segments[index]
        var scanner = RecordScanner(segment.file, salt: segment.salt, from: SegmentHeader.byteCount, to: segment.byteCount)
        self.keysByteCount = 0
        self.lastMarkOffset = 0
        while true {
            let start = scanner.offset
            let step = try LogError.reading { () throws(LogFileError) in try scanner.next() }
            let (fault, header): (LogFault, RecordHeader?)
            switch step {
            case .end: return
            case .broken(let found, let whole): (fault, header) = (found, whole)
            case .record(let record):
                guard let found = self.take(record) else { continue }
                (fault, header) = (found, record.header)
            }
            let mark = try LogError.reading { () throws(LogFileError) in try scanner.mark(behind: start) }
            // A record that is whole was not torn; only what it needs is gone.
            guard mark != nil || !isLast || fault == .unknownShape else { return try self.cut(at: start) }
            if let header, header.sequence == self.log.tail.nextSequence {
                scanner.offset = start + header.recordByteCount
                self.losses.note(header, fault, file: segment.name, offset: start, &self.log)
            } else {
                scanner.offset = mark ?? segment.byteCount
                self.losses.open(fault, file: segment.name, offset: start)
            }
            self.log.contents.segments[index].addHole(start..<scanner.offset)
        }
    }

    /// Adds a whole record to the log, unless it does not belong there.
    private mutating func take(_ record: ScannedRecord) -> LogFault? {
        let sequence = record.header.sequence
        let mayFollow = self.log.tail.nextSequence...LogSegment.sequenceLimit ~= sequence
        if case .mark(_, let rowTotal) = record.content, self.losses.isOpen, mayFollow {
            self.losses.close(at: sequence, rowTotal: rowTotal, rowsSequence: nil, &self.log)
        }
        guard sequence == self.log.tail.nextSequence else { return .wrongSequence }
        let last = self.log.contents.segments.count - 1
        switch record.content {
        case .rows(let entry):
            guard self.findShape(entry.shapeKey) else { return .unknownShape }
            if let key = entry.key { self.log.keys.insert(KeptKey(key: key, entry), home: sequence) }
            self.log.tail.rowsSequence = sequence
            self.log.tail.rowTotal &+= UInt64(entry.rowCount + entry.quarantinedCount)
            self.log.recovery.rowCount += entry.rowCount + entry.quarantinedCount
        case .keys(let keys):
            for key in keys { self.log.keys.insert(key, home: sequence) }
            self.keysByteCount += record.header.recordByteCount
        case .commit(let committed): self.log.tail.committedSequence = max(self.log.tail.committedSequence, committed)
        case .mark: self.lastMarkOffset = record.offset
        case .shape, .seal: break
        }
        self.log.contents.segments[last].addCheckpoint(
            sequence: sequence, offset: record.offset, spacing: self.limits.checkpointSpacing.bytes)
        self.log.contents.apply(record.content)
        self.log.tail.nextSequence += 1
        self.log.recovery.recordCount += 1
        return nil
    }

    /// Whether a shape is known. That of another segment will do if this one's was lost: a key always means the same.
    private mutating func findShape(_ key: UInt64) -> Bool {
        let last = self.log.contents.segments.count - 1
        if self.log.contents.segments[last].shapes[key] != nil { return true }
        guard let shape = self.log.contents.segments.lazy.compactMap({ $0.shapes[key] }).first else { return false }
        self.log.contents.segments[last].shapes[key] = shape
        return true
    }

    /// Cuts the torn tail off the last segment.
    private mutating func cut(at offset: Int) throws(LogError) {
        let last = self.log.contents.segments.count - 1
        let segment = self.log.contents.segments[last]
        try LogError.reading { () throws(LogFileError) in
            try segment.file.truncate(to: offset)
            try segment.file.sync()
        }
        self.log.recovery.cutByteCount += segment.byteCount - offset
        self.log.contents.segments[last].byteCount = offset
    }

    /// Makes durable what was read behind the last mark: an ended process may have written it without a sync, and the next mark will
    /// say that it is durable. It is written again, because after a failed sync the kernel may think that it has it on disk.
    func makeTailDurable() throws(LogError) {
        guard let segment = self.log.contents.segments.last else { return }
        try LogError.reading { () throws(LogFileError) in
            let tail = try segment.file.read(segment.byteCount - self.lastMarkOffset, at: self.lastMarkOffset)
            try segment.file.write(tail, at: self.lastMarkOffset)
            try segment.file.sync()
        }
    }
}
