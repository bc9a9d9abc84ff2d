// Part of Martlet. Apache License 2.0; see LICENSE.

/// How far a job has come.
package struct JobProgress: Sendable, Hashable, Codable {
    /// Rows that are kept, or that a deletion found.
    package var rowCount = 0
    package var quarantinedCount = 0
    /// Bytes of rows, after decompression.
    package var byteCount = 0
    /// Bytes of the source as it comes.
    package var readByteCount = 0
    /// Bytes that the source will have in all, where it says so.
    package var expectedByteCount: Int?
    /// Rows that a query has read so far, and will have read in all, as far as the engine knows.
    package var readRowCount: Int?
    package var expectedRowCount: Int?

    package init() {}

    /// The part that is done of a job that has not ended: 100 is for those that have.
    package var percentage: Int {
        let (read, expected) = (self.readRowCount ?? self.readByteCount, self.expectedRowCount ?? self.expectedByteCount ?? 0)
        return expected > 0 ? min(99, Int(Double(read) / Double(expected) * 100)) : 0
    }
}
