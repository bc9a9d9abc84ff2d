// Part of Martlet. Apache License 2.0; see LICENSE.

/// The 32 bytes before each payload.
///
/// ```
///  0  4  CRC-32C of the 28 bytes that follow, begun with the segment's salt
///  4  4  CRC-32C of the payload
///  8  4  bytes of the payload
/// 12  4  kind
/// 16  8  sequence
/// 24  4  rows
/// 28  4  quarantined rows
/// ```
///
/// It has a checksum of its own, so that the length of a broken payload, and the number of rows in it, can be trusted.
struct RecordHeader: Hashable, Sendable {
    static let byteCount = 32

    /// What a record says; the numbers are part of the format.
    enum Kind: UInt32, Sendable, CaseIterable {
        case mark = 1
        case shape = 2
        case rows = 3
        case seal = 4
        case commit = 5
        case keys = 6
    }

    var kind: Kind
    var sequence: UInt64
    var payloadByteCount: Int
    var payloadChecksum: UInt32
    var rowCount = 0
    var quarantinedCount = 0

    /// Bytes of the record as a whole.
    var recordByteCount: Int { Self.byteCount + self.payloadByteCount }

    func append(to bytes: inout [UInt8], salt: UInt32) {
        var checked: [UInt8] = []
        checked.reserveCapacity(Self.byteCount)
        checked.appendNumber(self.payloadChecksum)
        checked.appendNumber(UInt32(self.payloadByteCount))
        checked.appendNumber(self.kind.rawValue)
        checked.appendNumber(self.sequence)
        checked.appendNumber(UInt32(self.rowCount))
        checked.appendNumber(UInt32(self.quarantinedCount))
        bytes.appendNumber(CRC32C.checksum(of: checked.span, continuing: salt))
        bytes += checked
    }

    /// Nil if the bytes are no header of a record of this segment.
    init?(_ bytes: ArraySlice<UInt8>, salt: UInt32) {
        var reader = ByteReader(bytes)
        let checked = bytes.prefix(Self.byteCount).dropFirst(4)
        guard bytes.count >= Self.byteCount, let crc: UInt32 = reader.number(), crc == CRC32C.checksum(of: checked.span, continuing: salt),
            let payloadChecksum: UInt32 = reader.number(), let payloadByteCount: UInt32 = reader.number(),
            let kind = reader.number(UInt32.self).flatMap(Kind.init(rawValue:)), let sequence: UInt64 = reader.number(),
            let rowCount: UInt32 = reader.number(), let quarantinedCount: UInt32 = reader.number()
        else { return nil }
        self.init(kind: kind, sequence: sequence, payloadByteCount: Int(payloadByteCount), payloadChecksum: payloadChecksum)
        self.rowCount = Int(rowCount)
        self.quarantinedCount = Int(quarantinedCount)
    }

    init(kind: Kind, sequence: UInt64, payloadByteCount: Int, payloadChecksum: UInt32, rowCount: Int = 0, quarantinedCount: Int = 0) {
        self.kind = kind
        self.sequence = sequence
        self.payloadByteCount = payloadByteCount
        self.payloadChecksum = payloadChecksum
        self.rowCount = rowCount
        self.quarantinedCount = quarantinedCount
    }
}
