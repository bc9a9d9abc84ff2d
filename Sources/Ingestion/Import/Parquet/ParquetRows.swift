// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouseClient
internal import Datafiles
internal import FileSources
internal import NIOCore
internal import Workspaces

/// The rows of a Parquet file as lines of JSON, so that they are decoded, checked and put aside like any others.
///
/// The engine reads the format; the file's columns are known only from its end. So the file is kept on disk until it is complete, a
/// table takes it in, and is read slice by slice.
struct ParquetRows<Source: FileSource>: FileSource {
    let source: Source
    let dataSource: DataSource
    let database: String
    let spool: SpoolFolder
    let engine: EngineClient

    func forEachPiece(_ take: (FilePiece) async throws -> Void) async throws {
        let file = try self.spool.makeFile()
        var (readByteCount, expectedByteCount) = (0, Int?.none)
        try await self.source.forEachPiece { piece in
            guard file.byteCount + piece.bytes.count <= ParquetLimits.fileSize else {
                throw ParquetError.tooLarge(limit: ParquetLimits.fileSize)
            }
            try await file.append(piece.bytes)
            (readByteCount, expectedByteCount) = (piece.readByteCount, piece.expectedByteCount)
            try await take(FilePiece(bytes: [], readByteCount: readByteCount, expectedByteCount: expectedByteCount))
        }
        let fileColumns = try await ParquetTable.describe(try await ParquetFooter(of: file), engine: self.engine)
        let columns = try ParquetColumns(fileColumns, filling: self.dataSource.definition.columns, of: self.dataSource.name)
        let table = ParquetTable(beside: self.dataSource.table, database: self.database, columns: columns, engine: self.engine)
        do {
            try await table.create()
            try await table.fill(from: file)
            for part in try await table.parts() {
                try await Self.read(part, of: table) { bytes in
                    try await take(FilePiece(bytes: bytes, readByteCount: readByteCount, expectedByteCount: expectedByteCount))
                }
            }
        } catch {
            await table.drop()
            throw error
        }
        await table.drop()
    }

    private static func read(_ part: ParquetTable.Part, of table: ParquetTable, _ take: ([UInt8]) async throws -> Void) async throws {
        let limits = ParquetLimits.sliceRows
        let fittingCount = ParquetLimits.sliceBytes / max(1, part.bytes / max(1, part.rows))
        let rowCount = min(max(fittingCount, limits.lowerBound), limits.upperBound)
        for start in stride(from: 0, to: part.rows, by: rowCount) {
            let response = try await table.rows(start..<min(part.rows, start + rowCount), of: part)
            try await response.forEachChunk { try await take(Array($0.readableBytesView)) }
        }
    }
}
