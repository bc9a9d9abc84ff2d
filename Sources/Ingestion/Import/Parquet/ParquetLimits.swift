// Part of Martlet. Apache License 2.0; see LICENSE.

/// The bounds of importing Parquet.
enum ParquetLimits {
    /// Bytes of a file: the embedded engine takes in all of it before it reads.
    static let fileSize = 512 << 20
    /// Bytes of its metadata, which travel in a statement of at most 1 MiB, a third longer than they are.
    static let metadataSize = 700 << 10
    /// Files that are on disk at a time.
    static let filesAtOnce = 8
    /// Bytes of columns whose rows are asked for at once; as JSON they are a few times as much.
    static let sliceBytes = 16 << 20
    /// Rows that are asked for at once.
    static let sliceRows = 1_000...65_536
    /// The pieces in which a file is read from disk.
    static let chunkSize = 256 << 10
}
