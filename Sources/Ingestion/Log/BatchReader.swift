// Part of Martlet. Apache License 2.0; see LICENSE.

/// Reads the rows of sealed batches back from the disk.
struct BatchReader {
    let segments: [LogSegment]

    /// The records of a batch, but for those that were reported as damage when the log was opened.
    func read(_ batch: SealedBatch) throws(LogError) -> [RowsRecord] {
        let before = self.segments.prefix { $0.header.firstSequence <= batch.firstSequence }.dropLast().count
        let segments = self.segments[before...].prefix { $0.header.firstSequence <= batch.lastSequence }
        var records: [RowsRecord] = []
        for segment in segments { try self.read(batch, in: segment, into: &records) }
        let rowCount = records.reduce(0) { $0 + $1.rowCount + $1.quarantinedCount }
        guard rowCount + batch.unreadableRowCount == batch.rowCount + batch.quarantinedCount else {
            throw .damaged(file: segments.first?.name ?? "", offset: 0, .rowsMissing)
        }
        return records
    }

    private func read(_ batch: SealedBatch, in segment: LogSegment, into records: inout [RowsRecord]) throws(LogError) {
        var scanner = RecordScanner(
            segment.file, salt: segment.salt, from: segment.offset(before: batch.firstSequence), to: segment.byteCount)
        var isDone = false
        while !isDone {
            if let hole = segment.holes.first(where: { $0.contains(scanner.offset) }) { scanner.offset = hole.upperBound }
            switch try LogError.reading({ () throws(LogFileError) in try scanner.next() }) {
            case .end: isDone = true
            case .broken(let fault, _): throw .damaged(file: segment.name, offset: scanner.offset, fault)
            case .record(let record):
                isDone = record.header.sequence >= batch.lastSequence
                guard case .rows(let entry) = record.content, batch.firstSequence...batch.lastSequence ~= entry.sequence else { continue }
                guard let rows = RowsRecord(entry, payload: record.payload, shape: segment.shapes[entry.shapeKey]) else {
                    throw .damaged(file: segment.name, offset: record.offset, .unknownShape)
                }
                records.append(rows)
            }
        }
    }
}

extension RowsRecord {
    fileprivate init?(_ entry: RowsEntry, payload: ArraySlice<UInt8>, shape: LogShape?) {
        guard let shape, let payload = RowsPayload(payload) else { return nil }
        self.init(
            sequence: entry.sequence, shape: shape, rowCount: entry.rowCount, block: Array(payload.block),
            quarantinedCount: entry.quarantinedCount, quarantined: Array(payload.quarantined),
            requestID: String(decoding: payload.requestID, as: UTF8.self), time: entry.time)
    }
}
