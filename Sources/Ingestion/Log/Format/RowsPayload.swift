// Part of Martlet. Apache License 2.0; see LICENSE.

/// The payload of a `rows` record.
///
/// ```
///  0   8  shape key
///  8   8  time, milliseconds since 1970
/// 16   4  bytes of the request id
/// 20   4  bytes of the block
/// 24  16  idempotency key, 0 for none
/// 40   8  hash of the content
/// 48      request id, block, quarantined rows to the end
/// ```
struct RowsPayload {
    static let fixedByteCount = 48

    let shapeKey: UInt64
    let time: LogTime
    let key: IdempotencyKey?
    let requestID: ArraySlice<UInt8>
    let block: ArraySlice<UInt8>
    let quarantined: ArraySlice<UInt8>

    /// Nil if the bytes contradict themselves.
    init?(_ payload: ArraySlice<UInt8>) {
        var reader = ByteReader(payload)
        guard let shapeKey: UInt64 = reader.number(), let milliseconds: Int64 = reader.number(),
            let requestIDByteCount: UInt32 = reader.number(), let blockByteCount: UInt32 = reader.number(),
            let hash: UInt128 = reader.number(), let contentHash: UInt64 = reader.number(),
            let requestID = reader.bytes(Int(requestIDByteCount)), let block = reader.bytes(Int(blockByteCount)),
            let quarantined = reader.bytes(reader.count)
        else { return nil }
        self.shapeKey = shapeKey
        self.time = LogTime(milliseconds: milliseconds)
        self.key = hash == 0 ? nil : IdempotencyKey(hash: hash, contentHash: contentHash)
        self.requestID = requestID
        self.block = block
        self.quarantined = quarantined
    }

    /// What stands before the block.
    static func head(of rows: LogRows) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.fixedByteCount + rows.requestID.utf8.count)
        bytes.appendNumber(rows.shape.key)
        bytes.appendNumber(rows.time.milliseconds)
        bytes.appendNumber(UInt32(rows.requestID.utf8.count))
        bytes.appendNumber(UInt32(rows.block.count))
        bytes.appendNumber(rows.key?.hash ?? 0)
        bytes.appendNumber(rows.key?.contentHash ?? 0)
        bytes += rows.requestID.utf8
        return bytes
    }
}

/// A record of rows, but for the rows.
struct RowsEntry: Hashable, Sendable {
    let sequence: UInt64
    let rowCount: Int
    let quarantinedCount: Int
    /// Bytes of the block and the quarantined rows.
    let byteCount: Int
    let time: LogTime
    let shapeKey: UInt64
    let key: IdempotencyKey?

    init(_ header: RecordHeader, _ payload: RowsPayload) {
        self.sequence = header.sequence
        self.rowCount = header.rowCount
        self.quarantinedCount = header.quarantinedCount
        self.byteCount = payload.block.count + payload.quarantined.count
        self.time = payload.time
        self.shapeKey = payload.shapeKey
        self.key = payload.key
    }

    init(_ rows: LogRows, sequence: UInt64) {
        self.sequence = sequence
        self.rowCount = rows.rowCount
        self.quarantinedCount = rows.quarantinedCount
        self.byteCount = rows.block.count + rows.quarantined.count
        self.time = rows.time
        self.shapeKey = rows.shape.key
        self.key = rows.key
    }
}
