// Part of Martlet. Apache License 2.0; see LICENSE.

/// An idempotency key with what was answered under it.
struct KeptKey: Hashable, Sendable {
    static let byteCount = 48

    let key: IdempotencyKey
    /// Of the record that first had the key.
    let sequence: UInt64
    let time: LogTime
    let rowCount: Int
    let quarantinedCount: Int

    init(key: IdempotencyKey, _ entry: RowsEntry) {
        self.key = key
        self.sequence = entry.sequence
        self.time = entry.time
        self.rowCount = entry.rowCount
        self.quarantinedCount = entry.quarantinedCount
    }

    init?(_ reader: inout ByteReader) {
        guard let hash: UInt128 = reader.number(), hash != 0, let contentHash: UInt64 = reader.number(),
            let sequence: UInt64 = reader.number(), let milliseconds: Int64 = reader.number(), let rowCount: UInt32 = reader.number(),
            let quarantinedCount: UInt32 = reader.number()
        else { return nil }
        self.key = IdempotencyKey(hash: hash, contentHash: contentHash)
        self.sequence = sequence
        self.time = LogTime(milliseconds: milliseconds)
        self.rowCount = Int(rowCount)
        self.quarantinedCount = Int(quarantinedCount)
    }

    func append(to bytes: inout [UInt8]) {
        bytes.appendNumber(self.key.hash)
        bytes.appendNumber(self.key.contentHash)
        bytes.appendNumber(self.sequence)
        bytes.appendNumber(self.time.milliseconds)
        bytes.appendNumber(UInt32(self.rowCount))
        bytes.appendNumber(UInt32(self.quarantinedCount))
    }

    /// What a repeated request is answered.
    var receipt: LogReceipt {
        LogReceipt(sequence: self.sequence, rowCount: self.rowCount, quarantinedCount: self.quarantinedCount, isDuplicate: true)
    }
}
