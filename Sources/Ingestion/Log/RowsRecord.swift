// Part of Martlet. Apache License 2.0; see LICENSE.

/// The rows of one request, read back from the log.
package struct RowsRecord: Hashable, Sendable {
    package let sequence: UInt64
    package let shape: LogShape
    package let rowCount: Int
    /// The good rows as a Native block.
    package let block: [UInt8]
    package let quarantinedCount: Int
    /// The bad rows, as they were given to the log.
    package let quarantined: [UInt8]
    package let requestID: String
    package let time: LogTime
}
