// Part of Martlet. Apache License 2.0; see LICENSE.

/// Walks over the records of a segment, checking every byte, with a buffer of bounded size.
struct RecordScanner {
    /// One step of the walk.
    enum Step {
        case record(ScannedRecord)
        /// No record, and the walk stands still. The header, if it is whole, tells how long the record would be.
        case broken(LogFault, RecordHeader?)
        case end
    }

    private static let readByteCount = 1 << 20
    private static let markByteCount = RecordHeader.byteCount + 16

    private let file: any LogFile
    private let salt: UInt32
    /// Where the walk ends, at the latest.
    private let end: Int
    /// Where the next record begins.
    var offset: Int
    private var buffer: [UInt8] = []
    private var bufferOffset = 0

    init(_ file: any LogFile, salt: UInt32, from offset: Int, to end: Int) {
        self.file = file
        self.salt = salt
        self.offset = offset
        self.end = end
    }

    mutating func next() throws(LogFileError) -> Step {
        guard self.offset < self.end else { return .end }
        guard let headerBytes = try self.bytes(RecordHeader.byteCount, at: self.offset) else { return .broken(.incomplete, nil) }
        guard let header = RecordHeader(headerBytes, salt: self.salt) else { return .broken(.brokenHeader, nil) }
        guard let payload = try self.bytes(header.payloadByteCount, at: self.offset + RecordHeader.byteCount) else {
            return .broken(.incomplete, nil)
        }
        guard CRC32C.checksum(of: payload.span) == header.payloadChecksum else { return .broken(.brokenPayload, header) }
        guard let content = RecordContent(header, payload: payload) else { return .broken(.malformed, header) }
        if case .mark(let place, _) = content, place != self.offset { return .broken(.malformed, header) }
        let record = ScannedRecord(offset: self.offset, header: header, content: content, payload: payload)
        self.offset += header.recordByteCount
        return .record(record)
    }

    /// Where the first whole mark behind `offset` begins. Marks name their own place, so nothing else can look like one.
    mutating func mark(behind offset: Int) throws(LogFileError) -> Int? {
        var start = offset + 1
        while self.end - start >= Self.markByteCount {
            guard let bytes = try self.bytes(min(Self.readByteCount, self.end - start), at: start) else { return nil }
            for place in bytes.startIndex...bytes.endIndex - Self.markByteCount where bytes[place + 12] == RecordHeader.Kind.mark.rawValue {
                let candidate = bytes[place..<place + Self.markByteCount]
                guard let header = RecordHeader(candidate, salt: self.salt), header.payloadByteCount == 16 else { continue }
                let payload = candidate.dropFirst(RecordHeader.byteCount)
                guard CRC32C.checksum(of: payload.span) == header.payloadChecksum,
                    case .mark(start + place - bytes.startIndex, _) = RecordContent(header, payload: payload)
                else { continue }
                return start + place - bytes.startIndex
            }
            start += bytes.count - Self.markByteCount + 1
        }
        return nil
    }

    /// Nil if the file ends before.
    private mutating func bytes(_ count: Int, at offset: Int) throws(LogFileError) -> ArraySlice<UInt8>? {
        guard count <= self.end - offset else { return nil }
        if offset < self.bufferOffset || offset + count > self.bufferOffset + self.buffer.count {
            self.buffer = try self.file.read(min(max(count, Self.readByteCount), self.end - offset), at: offset)
            self.bufferOffset = offset
            guard self.buffer.count >= count else { return nil }
        }
        let start = offset - self.bufferOffset
        return self.buffer[start..<start + count]
    }
}

/// A whole record, and where it stands.
struct ScannedRecord {
    let offset: Int
    let header: RecordHeader
    let content: RecordContent
    let payload: ArraySlice<UInt8>
}
