// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse
internal import NIOCore

/// Rows of one shape that follow one another in a batch: one insert.
struct InsertRun: Sendable {
    let shape: InsertShape
    let token: String
    /// Native blocks. They depend on nothing but the records, so that every attempt sends the same bytes.
    private(set) var rows = ByteBuffer()

    init(_ records: ArraySlice<RowsRecord>, shape: InsertShape, token: String) {
        self.shape = shape
        self.token = token
        self.rows.reserveCapacity(records.reduce(0) { $0 + $1.block.count })
        let small = records.count > 1 ? shape.blockWriter : nil
        for record in records {
            if let small, record.block.count <= Self.joinedByteCount, small.append(record.block) { continue }
            self.write(small)
            self.rows.writeBytes(record.block)
        }
        self.write(small)
    }

    private mutating func write(_ writer: NativeBlockWriter?) {
        if let block = writer?.finish() { self.rows.writeBytes(block.bytes) }
    }

    /// A block costs the engine as much as a hundred rows; larger ones are worth it.
    private static let joinedByteCount = 64 << 10
}
