// Part of Martlet. Apache License 2.0; see LICENSE.

/// What was found when the log was opened.
package struct LogRecovery: Hashable, Sendable {
    package internal(set) var segmentCount = 0
    package internal(set) var recordCount = 0
    /// Rows and quarantined rows of all records that were read, committed or not.
    package internal(set) var rowCount = 0
    /// Sealed but not committed, oldest first: to be inserted as they were before anything else is.
    package internal(set) var batches: [SealedBatch] = []
    package internal(set) var unsealed = UnsealedRows()
    /// Bytes of the torn tail that was cut off: in flight when the process or the power ended.
    package internal(set) var cutByteCount = 0
    package internal(set) var damage: [LogDamage] = []
    /// Rows whose seal may be lost, so that they may be stored twice.
    package internal(set) var doubtfulRowCount = 0
}
