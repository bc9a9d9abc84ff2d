// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a record says, without the bulk of its rows.
///
/// ```
/// mark    u64 own offset in the file, u64 row total before it
/// shape   u64 key, bytes
/// rows    see RowsPayload
/// seal    u64 first sequence, u64 last sequence, u64 rows, u64 quarantined rows, u32 byte count, token, table to the end
/// commit  u64 last sequence of the batch
/// keys    (u128 key, u64 content, u64 sequence, i64 time, u32 rows, u32 quarantined rows)*
/// ```
enum RecordContent: Hashable, Sendable {
    /// All before this place was durable when it was written.
    case mark(offset: Int, rowTotal: UInt64)
    /// How rows that name this shape are inserted.
    case shape(LogShape)
    case rows(RowsEntry)
    case seal(SealedBatch)
    /// All rows up to this sequence are in the engine.
    case commit(UInt64)
    /// Idempotency keys from segments that are gone.
    case keys([KeptKey])

    var kind: RecordHeader.Kind {
        switch self {
        case .mark: .mark
        case .shape: .shape
        case .rows: .rows
        case .seal: .seal
        case .commit: .commit
        case .keys: .keys
        }
    }

    /// The payload; that of rows is written by `PreparedRows`.
    var payload: [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .mark(let offset, let rowTotal):
            bytes.appendNumber(UInt64(offset))
            bytes.appendNumber(rowTotal)
        case .shape(let shape):
            bytes.appendNumber(shape.key)
            bytes += shape.bytes
        case .rows: preconditionFailure("rows are written with their blocks")
        case .seal(let batch):
            let numbers = [batch.firstSequence, batch.lastSequence, UInt64(batch.rowCount), UInt64(batch.quarantinedCount)]
            for number in numbers { bytes.appendNumber(number) }
            bytes.appendNumber(UInt32(batch.token.utf8.count))
            bytes += Array(batch.token.utf8) + Array(batch.table.utf8)
        case .commit(let sequence): bytes.appendNumber(sequence)
        case .keys(let keys): for key in keys { key.append(to: &bytes) }
        }
        return bytes
    }
}

extension RecordContent {
    /// Nil if the payload is not what its kind asks for.
    init?(_ header: RecordHeader, payload: ArraySlice<UInt8>) {
        var reader = ByteReader(payload)
        switch header.kind {
        case .mark:
            guard let offset = reader.number(UInt64.self).flatMap(Int.init(exactly:)), let total: UInt64 = reader.number(), reader.isAtEnd
            else { return nil }
            self = .mark(offset: offset, rowTotal: total)
        case .shape:
            guard let key: UInt64 = reader.number(), let bytes = reader.bytes(reader.count) else { return nil }
            self = .shape(LogShape(key: key, bytes: Array(bytes)))
        case .rows:
            guard let payload = RowsPayload(payload) else { return nil }
            self = .rows(RowsEntry(header, payload))
        case .seal:
            guard let batch = SealedBatch(&reader) else { return nil }
            self = .seal(batch)
        case .commit:
            guard let sequence: UInt64 = reader.number(), reader.isAtEnd else { return nil }
            self = .commit(sequence)
        case .keys:
            var keys: [KeptKey] = []
            while !reader.isAtEnd {
                guard let key = KeptKey(&reader) else { return nil }
                keys.append(key)
            }
            self = .keys(keys)
        }
    }
}

extension SealedBatch {
    /// More rows than any log holds; numbers below it can be added without overflow.
    private static let rowCountLimit: UInt64 = 1 << 60

    fileprivate init?(_ reader: inout ByteReader) {
        guard let first: UInt64 = reader.number(), let last: UInt64 = reader.number(), 1...LogSegment.sequenceLimit ~= first,
            first...LogSegment.sequenceLimit ~= last, let rowCount: UInt64 = reader.number(), rowCount < Self.rowCountLimit,
            let quarantinedCount: UInt64 = reader.number(), quarantinedCount < Self.rowCountLimit,
            let tokenByteCount: UInt32 = reader.number(), let token = reader.text(Int(tokenByteCount)),
            let table = reader.text(reader.count)
        else { return nil }
        self.init(
            firstSequence: first, lastSequence: last, token: token, table: table, rowCount: Int(rowCount),
            quarantinedCount: Int(quarantinedCount))
    }
}
