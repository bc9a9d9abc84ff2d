// Part of Martlet. Apache License 2.0; see LICENSE.

/// The head of a segment, which says whose it is and what came before it.
///
/// ```
///   0   8  "MARTLOG\n"
///   8   4  version
///  12   4  bytes of the data source's id
///  16   8  first sequence
///  24   8  rows sequence
///  32   8  committed sequence
///  40   8  row total
///  48  64  the data source's id, zeros behind it
/// 112   4  CRC-32C of all before
/// ```
struct SegmentHeader: Hashable, Sendable {
    static let byteCount = 116
    static let version: UInt32 = 1
    /// Bytes of a data source's id.
    static let idByteLimit = 64
    private static let magic = Array("MARTLOG\n".utf8)

    let dataSource: String
    /// The sequence of the first record here.
    let firstSequence: UInt64
    /// The last record of rows before this segment.
    let rowsSequence: UInt64
    /// All rows up to here are in the engine.
    let committedSequence: UInt64
    /// Rows and quarantined rows of all records before this segment.
    let rowTotal: UInt64

    var bytes: [UInt8] {
        var bytes = Self.magic
        bytes.appendNumber(Self.version)
        bytes.appendNumber(UInt32(self.dataSource.utf8.count))
        for number in [self.firstSequence, self.rowsSequence, self.committedSequence, self.rowTotal] { bytes.appendNumber(number) }
        bytes += Self.padded(self.dataSource)
        bytes.appendNumber(CRC32C.checksum(of: bytes.span))
        return bytes
    }

    /// What the checksums of the segment's records begin with.
    static func salt(dataSource: String, firstSequence: UInt64) -> UInt32 {
        var bytes = Self.padded(dataSource)
        bytes.appendNumber(firstSequence)
        return CRC32C.checksum(of: bytes.span)
    }

    private static func padded(_ dataSource: String) -> [UInt8] {
        Array(dataSource.utf8) + Array(repeating: 0, count: Self.idByteLimit - dataSource.utf8.count)
    }
}

extension SegmentHeader {
    /// What the first bytes of a file can be.
    enum Reading: Hashable {
        case header(SegmentHeader)
        /// A whole header, but of a version that this program cannot know.
        case otherVersion(UInt32)
        case broken
    }

    static func read(_ bytes: [UInt8]) -> Reading {
        let checked = bytes.prefix(Self.byteCount - 4)
        var reader = ByteReader(bytes[...])
        guard bytes.count >= Self.byteCount, reader.bytes(Self.magic.count).map(Array.init) == Self.magic,
            let version: UInt32 = reader.number(), let idByteCount: UInt32 = reader.number(), let first: UInt64 = reader.number(),
            let rows: UInt64 = reader.number(), let committed: UInt64 = reader.number(), let rowTotal: UInt64 = reader.number(),
            let id = reader.bytes(Self.idByteLimit), let crc: UInt32 = reader.number(), crc == CRC32C.checksum(of: checked.span)
        else { return .broken }
        guard version == Self.version else { return .otherVersion(version) }
        guard idByteCount <= Self.idByteLimit else { return .broken }
        return .header(
            SegmentHeader(
                dataSource: String(decoding: id.prefix(Int(idByteCount)), as: UTF8.self), firstSequence: first, rowsSequence: rows,
                committedSequence: committed, rowTotal: rowTotal))
    }
}
