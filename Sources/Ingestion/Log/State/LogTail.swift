// Part of Martlet. Apache License 2.0; see LICENSE.

/// Where the next record goes.
///
/// A value: the log keeps one for what is durable and one for what has gathered, and a failure is undone by going back to the first.
struct LogTail: Sendable {
    var nextSequence: UInt64 = 1
    /// The last record of rows.
    var rowsSequence: UInt64 = 0
    var committedSequence: UInt64 = 0
    /// Rows and quarantined rows since the log began.
    var rowTotal: UInt64 = 0
    /// Bytes that were put into all segments since the log was opened.
    private(set) var totalByteCount = 0
    /// The segment at hand, by its first sequence; nil if the next record begins one.
    private(set) var segment: UInt64?
    private(set) var salt: UInt32 = 0
    /// Bytes of the segment at hand …
    private(set) var byteCount = 0
    /// … and those of carried-over keys among them, which do not make it full: else it would be filled by them again and again.
    private(set) var keysByteCount = 0
    /// How many times the segment has each shape.
    private(set) var shapeCopies: [UInt64: Int] = [:]

    /// Goes on writing to a segment.
    mutating func resume(_ segment: LogSegment, keysByteCount: Int) {
        self.segment = segment.header.firstSequence
        self.salt = segment.salt
        self.byteCount = segment.byteCount
        self.keysByteCount = keysByteCount
        self.shapeCopies = segment.shapes.mapValues { _ in 1 }
    }

    /// The segment's bytes without the keys.
    var ownByteCount: Int { self.byteCount - self.keysByteCount }

    /// Begins a segment with the next record.
    mutating func beginSegment(dataSource: String, bytes: inout [UInt8]) -> SegmentHeader {
        let header = SegmentHeader(
            dataSource: dataSource, firstSequence: self.nextSequence, rowsSequence: self.rowsSequence,
            committedSequence: self.committedSequence, rowTotal: self.rowTotal)
        bytes += header.bytes
        self.segment = self.nextSequence
        self.salt = SegmentHeader.salt(dataSource: dataSource, firstSequence: self.nextSequence)
        self.byteCount = SegmentHeader.byteCount
        self.totalByteCount += SegmentHeader.byteCount
        self.keysByteCount = 0
        self.shapeCopies = [:]
        return header
    }

    mutating func append(_ content: RecordContent, to bytes: inout [UInt8]) {
        let payload = content.payload
        RecordHeader(
            kind: content.kind, sequence: self.nextSequence, payloadByteCount: payload.count,
            payloadChecksum: CRC32C.checksum(of: payload.span)
        ).append(to: &bytes, salt: self.salt)
        bytes += payload
        self.advance(by: RecordHeader.byteCount + payload.count)
        switch content {
        case .shape(let shape): self.shapeCopies[shape.key, default: 0] += 1
        case .commit(let sequence): self.committedSequence = max(self.committedSequence, sequence)
        case .keys: self.keysByteCount += RecordHeader.byteCount + payload.count
        case .mark, .rows, .seal: break
        }
    }

    /// The proof that all before it is durable; it must not be written earlier.
    mutating func appendMark(to bytes: inout [UInt8]) {
        self.append(.mark(offset: self.byteCount, rowTotal: self.rowTotal), to: &bytes)
    }

    mutating func append(_ rows: PreparedRows, to bytes: inout [UInt8]) -> RowsEntry {
        let entry = RowsEntry(rows.rows, sequence: self.nextSequence)
        rows.append(to: &bytes, sequence: self.nextSequence, salt: self.salt)
        self.rowsSequence = self.nextSequence
        self.rowTotal &+= UInt64(entry.rowCount + entry.quarantinedCount)
        self.advance(by: rows.recordByteCount)
        return entry
    }

    private mutating func advance(by byteCount: Int) {
        self.byteCount += byteCount
        self.totalByteCount += byteCount
        self.nextSequence += 1
    }
}
