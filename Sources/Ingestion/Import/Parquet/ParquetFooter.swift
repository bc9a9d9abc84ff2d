// Part of Martlet. Apache License 2.0; see LICENSE.

internal import NIOCore

/// The metadata at the end of a Parquet file, in which its columns are described.
///
/// ```
/// PAR1 │ row groups … │ metadata │ length of the metadata, 4 bytes │ PAR1
/// ```
struct ParquetFooter {
    /// A file with the same metadata and nothing else: enough to ask the engine what the columns are.
    let skeleton: [UInt8]

    init(of file: SpooledFile) async throws {
        let byteCount = file.byteCount
        guard byteCount >= 2 * Self.mark.count + 4 else { throw ParquetError.notParquet }
        let head = try await file.read(at: 0, count: Self.mark.count)
        let tail = try await file.read(at: byteCount - 8, count: 8)
        if tail.readableBytesView.suffix(4).elementsEqual("PARE".utf8) { throw ParquetError.encrypted }
        guard head.readableBytesView.elementsEqual(Self.mark), tail.readableBytesView.suffix(4).elementsEqual(Self.mark),
            let length = tail.getInteger(at: tail.readerIndex, endianness: .little, as: UInt32.self).map({ Int($0) }),
            length <= byteCount - 12
        else { throw ParquetError.notParquet }
        guard length <= ParquetLimits.metadataSize else { throw ParquetError.metadataTooLarge(limit: ParquetLimits.metadataSize) }
        let end = try await file.read(at: byteCount - 8 - length, count: length + 8)
        self.skeleton = Self.mark + Array(end.readableBytesView)
    }

    private static let mark = Array("PAR1".utf8)
}
