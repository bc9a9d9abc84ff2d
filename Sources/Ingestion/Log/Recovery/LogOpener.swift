// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads a folder into a log: every record of every segment, oldest first.
///
/// A broken place behind which no mark and no segment follows is a torn tail, and cut off. Any other is damage: it is reported, stepped
/// over, and never written to again.
struct LogOpener {
    private let folder: String
    private let files: any LogFileSystem
    let limits: LogLimits
    var log: RecoveredLog
    var losses = LossRecord()
    var keysByteCount = 0
    /// Where the last group of the segment at hand begins, after its mark was read.
    var lastMarkOffset = 0

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
}

extension LogError {
    static func reading<Value>(_ body: () throws(LogFileError) -> Value) throws(LogError) -> Value {
        do throws(LogFileError) { return try body() } catch { throw .notReadable(error) }
    }
}
