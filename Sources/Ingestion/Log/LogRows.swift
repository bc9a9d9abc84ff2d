// Part of Martlet. Apache License 2.0; see LICENSE.

/// The rows of one request, ready to be kept.
package struct LogRows: Sendable {
    /// How they are inserted.
    package var shape: LogShape
    package var rowCount: Int
    /// The good rows as a Native block; empty if there are none.
    package var block: [UInt8]
    package var quarantinedCount: Int
    /// The bad rows, encoded as the quarantine table takes them; opaque to the log.
    package var quarantined: [UInt8]
    /// What logs and the quarantine table call the request.
    package var requestID: String
    package var time: LogTime
    package var key: IdempotencyKey?

    package init(
        shape: LogShape, rowCount: Int, block: [UInt8], quarantinedCount: Int = 0, quarantined: [UInt8] = [], requestID: String,
        time: LogTime, key: IdempotencyKey? = nil
    ) {
        self.shape = shape
        self.rowCount = rowCount
        self.block = block
        self.quarantinedCount = quarantinedCount
        self.quarantined = quarantined
        self.requestID = requestID
        self.time = time
        self.key = key
    }
}

/// How rows are inserted, in bytes that only the committer understands: the columns of the block, the settings, ….
///
/// Rows name it by its key; the log writes the bytes once a segment. Equal keys must mean equal bytes.
package struct LogShape: Hashable, Sendable {
    package let key: UInt64
    package let bytes: [UInt8]

    package init(key: UInt64, bytes: [UInt8]) {
        self.key = key
        self.bytes = bytes
    }
}

/// A client's name for a request, so that sending it twice stores it once.
package struct IdempotencyKey: Hashable, Sendable {
    /// A cryptographic hash of the key's text; never 0, which stands for none on disk.
    package let hash: UInt128
    /// A hash of what was sent under the key, to notice another content under the same one.
    package let contentHash: UInt64

    package init(hash: UInt128, contentHash: UInt64) {
        precondition(hash != 0, "a hash of zero means that there is no key")
        self.hash = hash
        self.contentHash = contentHash
    }
}

/// A moment, in milliseconds since 1970. The log has no clock; its callers say what time it is.
package struct LogTime: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: LogTime, right: LogTime) -> Bool { left.milliseconds < right.milliseconds }
}

/// What the log answers to an append.
package struct LogReceipt: Hashable, Sendable {
    /// The sequence of the record that holds the rows.
    package let sequence: UInt64
    package let rowCount: Int
    package let quarantinedCount: Int
    /// Whether the rows had been stored before, under the same idempotency key.
    package let isDuplicate: Bool
}
