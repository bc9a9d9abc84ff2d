// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Reads a folder into a log: every record of every segment, oldest first.
///
/// A broken place behind which no mark and no segment follows is a torn tail, and cut off. Any other is damage: it is reported, stepped
/// over, and never written to again.
struct LogOpener {
    private let folder: String
    private let files: any LogFileSystem
    private let limits: LogLimits
    private var log: RecoveredLog
    private var losses = LossRecord()
    private var keysByteCount = 0
    /// Where the last group of the segment at hand begins, after its mark was read.
    private var lastMarkOffset = 0

    init(folder: String, dataSource: String, limits: LogLimits, files: any LogFileSystem) {
        self.folder = folder
        self.files = files
        self.limits = limits
        self.log = RecoveredLog(dataSource: dataSource, keys: IdempotencyIndex(limits: limits))
    }

    mutating func open() throws(LogError) -> RecoveredLog {
        let segments = try self.listSegments()
        for (index, segment) in segments.enumerated() {
            try self.open(segment.name, firstSequence: segment.firstSequence, isLast: index == segments.count - 1)
        }
        try LogError.reading { () throws(LogFileError) in try self.files.syncFolder(self.folder) }
        self.finish()
        return self.log
    }

    private mutating func listSegments() throws(LogError) -> [(name: String, firstSequence: UInt64)] {
        let names = try LogError.reading { () throws(LogFileError) in
            try self.files.makeFolder(self.folder)
            return try self.files.list(self.folder)
        }
        var segments: [(name: String, firstSequence: UInt64)] = []
        for name in names.sorted() where !name.hasSuffix(".damaged") {
            if let firstSequence = LogSegment.firstSequence(ofName: name) {
                segments.append((name, firstSequence))
            } else {
                self.losses.note(.foreignFile, file: name)
            }
        }
        return segments
    }

    private mutating func finish() {
        self.log.keys.sort()
        if let last = self.log.contents.segments.last, last.holes.isEmpty { self.log.tail.resume(last, keysByteCount: self.keysByteCount) }
        self.log.recovery.segmentCount = self.log.contents.segments.count
        self.log.recovery.batches = self.log.contents.batches
        self.log.recovery.unsealed = self.log.contents.unsealed.summary
        self.log.recovery.damage = self.losses.damage(of: self.log.contents)
        self.log.recovery.doubtfulRowCount = self.losses.doubtfulRowCount(in: self.log.contents)
    }

    // MARK: Segments

    private mutating func open(_ name: String, firstSequence: UInt64, isLast: Bool) throws(LogError) {
        let (file, byteCount, head) = try LogError.reading { () throws(LogFileError) in
            let file = try self.files.open("\(self.folder)/\(name)")
            return (file, try file.byteCount(), try file.read(SegmentHeader.byteCount, at: 0))
        }
        let isFirst = self.log.contents.segments.isEmpty
        switch SegmentHeader.read(head) {
        case .otherVersion(let version): throw .unknownVersion(file: name, version: version)
        case .header(let header):
            guard header.dataSource == self.log.dataSource, header.firstSequence == firstSequence,
                isFirst || firstSequence >= self.log.tail.nextSequence
            else { return try self.setAside(name) }
            self.arrive(at: header, isFirst: isFirst)
            self.log.contents.segments.append(LogSegment(header: header, file: file, byteCount: byteCount))
        case .broken:
            let hasProof = try self.hasProof(file, firstSequence: firstSequence, byteCount: byteCount)
            guard hasProof || !isLast else {
                self.log.recovery.cutByteCount += byteCount
                return try LogError.reading { () throws(LogFileError) in try self.files.discard(name, in: self.folder, isDamaged: false) }
            }
            guard isFirst || firstSequence >= self.log.tail.nextSequence else { return try self.setAside(name) }
            self.arriveAtBrokenHeader(of: name, firstSequence: firstSequence, file: file, byteCount: byteCount)
        }
        try self.scan(isLast: isLast)
        if isLast { try self.makeTailDurable() }
    }

    /// Whether a segment without a header has ever been durable. The mark right behind the header was written together with it, so
    /// only a later one proves that.
    private func hasProof(_ file: any LogFile, firstSequence: UInt64, byteCount: Int) throws(LogError) -> Bool {
        let salt = SegmentHeader.salt(dataSource: self.log.dataSource, firstSequence: firstSequence)
        var scanner = RecordScanner(file, salt: salt, from: 0, to: byteCount)
        return try LogError.reading { () throws(LogFileError) in try scanner.mark(behind: SegmentHeader.byteCount) != nil }
    }

    private mutating func setAside(_ name: String) throws(LogError) {
        self.losses.note(.foreignFile, file: name)
        try LogError.reading { () throws(LogFileError) in try self.files.discard(name, in: self.folder, isDamaged: true) }
    }

    private mutating func arrive(at header: SegmentHeader, isFirst: Bool) {
        if isFirst {
            self.log.tail.nextSequence = header.firstSequence
            self.log.tail.rowTotal = header.rowTotal
        } else {
            self.losses.close(at: header.firstSequence, rowTotal: header.rowTotal, rowsSequence: header.rowsSequence, &self.log)
        }
        self.log.tail.rowsSequence = max(self.log.tail.rowsSequence, header.rowsSequence)
        self.log.tail.committedSequence = max(self.log.tail.committedSequence, header.committedSequence)
        self.log.contents.apply(.commit(header.committedSequence))
    }

    private mutating func arriveAtBrokenHeader(of name: String, firstSequence: UInt64, file: any LogFile, byteCount: Int) {
        if self.log.contents.segments.isEmpty {
            self.log.tail.nextSequence = firstSequence
        } else {
            self.losses.close(at: firstSequence, rowTotal: nil, rowsSequence: nil, &self.log)
        }
        self.losses.note(.brokenSegmentHeader, file: name)
        let tail = self.log.tail
        let header = SegmentHeader(
            dataSource: self.log.dataSource, firstSequence: firstSequence, rowsSequence: tail.rowsSequence,
            committedSequence: tail.committedSequence, rowTotal: tail.rowTotal)
        var segment = LogSegment(header: header, file: file, byteCount: byteCount)
        segment.addHole(0..<min(SegmentHeader.byteCount, byteCount))
        self.log.contents.segments.append(segment)
    }

    // MARK: Records

    /// Walks over the records of the last segment that was opened.
    private mutating func scan(isLast: Bool) throws(LogError) {
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
        if case .mark(_, let rowTotal) = record.content, self.losses.isOpen, self.log.tail.nextSequence...LogSegment.sequenceLimit ~= sequence {
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
    private func makeTailDurable() throws(LogError) {
        guard let segment = self.log.contents.segments.last else { return }
        try LogError.reading { () throws(LogFileError) in
            let tail = try segment.file.read(segment.byteCount - self.lastMarkOffset, at: self.lastMarkOffset)
            try segment.file.write(tail, at: self.lastMarkOffset)
            try segment.file.sync()
        }
    }
}

extension LogError {
    static func reading<Value>(_ body: () throws(LogFileError) -> Value) throws(LogError) -> Value {
        do throws(LogFileError) { return try body() } catch { throw .notReadable(error) }
    }
}
