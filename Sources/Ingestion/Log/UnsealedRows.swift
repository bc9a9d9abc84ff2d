// Part of Martlet. Apache License 2.0; see LICENSE.

/// How much waits for the next seal.
package struct UnsealedRows: Hashable, Sendable {
    package internal(set) var recordCount = 0
    package internal(set) var rowCount = 0
    package internal(set) var quarantinedCount = 0
    /// Bytes of the blocks and of the quarantined rows.
    package internal(set) var byteCount = 0
    /// When the oldest of them came; nil if there are none.
    package internal(set) var firstTime: LogTime?
    /// The newest of them, to seal up to.
    package internal(set) var lastSequence: UInt64?
}
