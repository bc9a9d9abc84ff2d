// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Rows with everything that can be computed before they have a sequence, so that little is left to do under the lock.
struct PreparedRows: Sendable {
    let rows: LogRows
    private let head: [UInt8]
    private let payloadByteCount: Int
    private let payloadChecksum: UInt32

    init(_ rows: LogRows, limit: ByteCount) throws(LogError) {
        precondition(rows.rowCount >= 0 && rows.quarantinedCount >= 0, "nobody sends fewer than no rows")
        let head = RowsPayload.head(of: rows)
        self.payloadByteCount = head.count + rows.block.count + rows.quarantined.count
        guard RecordHeader.byteCount + self.payloadByteCount <= limit.bytes else {
            throw .tooLarge(byteCount: self.payloadByteCount, limit: limit.bytes)
        }
        var checksum = CRC32C.checksum(of: head.span)
        checksum = CRC32C.checksum(of: rows.block.span, continuing: checksum)
        self.payloadChecksum = CRC32C.checksum(of: rows.quarantined.span, continuing: checksum)
        self.head = head
        self.rows = rows
    }

    var recordByteCount: Int { RecordHeader.byteCount + self.payloadByteCount }

    func append(to bytes: inout [UInt8], sequence: UInt64, salt: UInt32) {
        RecordHeader(
            kind: .rows, sequence: sequence, payloadByteCount: self.payloadByteCount, payloadChecksum: self.payloadChecksum,
            rowCount: self.rows.rowCount, quarantinedCount: self.rows.quarantinedCount
        ).append(to: &bytes, salt: salt)
        bytes += self.head
        bytes += self.rows.block
        bytes += self.rows.quarantined
    }
}
