// Part of Martlet. Apache License 2.0; see LICENSE.

/// A log as it was found, ready to be written to.
struct RecoveredLog {
    let dataSource: String
    var contents = LogContents()
    var keys: IdempotencyIndex
    var tail = LogTail()
    var recovery = LogRecovery()
}
