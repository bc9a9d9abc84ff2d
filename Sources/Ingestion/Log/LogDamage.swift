// Part of Martlet. Apache License 2.0; see LICENSE.

/// A place of the log that had been stored and cannot be read any more.
package struct LogDamage: Hashable, Sendable {
    /// The segment's name.
    package let file: String
    package let offset: Int
    package let fault: LogFault
    /// The sequences of the records that cannot be read; empty if only bytes between records are.
    package let sequences: Range<UInt64>
    /// The rows in them, good and quarantined; nil if nothing tells.
    package let rowCount: Int?
    /// Whether all that was lost had been in the engine already.
    package internal(set) var isCommitted = false
}
